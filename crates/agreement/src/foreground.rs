//! The foreground where no network has predicted it.

use morphology::{filled, largest_component};
use ndarray::{Array3, Axis, Zip, parallel::prelude::*};

use crate::Intensities;
use crate::percentile::percentiles;

/// The percentile of the volume up to which the reference takes voxels for air.
const FLOOR: f64 = 5.0;

/// Voxels above the 5th percentile of a defaced volume: their largest part that is connected by the
/// six neighbours, with its holes filled. Empty where nothing is above it or a value is NaN.
///
/// ```
/// use ndarray::Array3;
///
/// let head = |(i, j, k): (usize, usize, usize)| [i, j, k].iter().all(|n| (2..8).contains(n));
/// let volume = Array3::from_shape_fn((10, 10, 10), |at| if head(at) { 40.0 } else { -1000.0 });
/// let found = agreement::foreground(&volume);
/// assert!(found.indexed_iter().all(|(at, inside)| *inside == head(at)));
/// ```
pub fn foreground(defaced: &dyn Intensities) -> Array3<bool> {
    let [floor] = percentiles(defaced, None, [FLOOR]);
    let (i, j, k) = defaced.dim();
    // Slice by slice in memory too.
    let mut above = Array3::from_elem((k, j, i), false);
    above.axis_iter_mut(Axis(0)).into_par_iter().enumerate().for_each(|(k, above)| {
        let is_above = |above: &mut bool, value: &f32| *above = f64::from(*value) > floor;
        Zip::from(above.reversed_axes()).and(&defaced.slice(k)).for_each(is_above);
    });
    let above = above.reversed_axes();
    let largest = largest_component(&above);
    drop(above);
    filled(largest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_foreground_is_the_largest_bright_part_with_its_holes() {
        // A shell of 26 voxels around a hole, a spark apart from it, air around.
        let mut volume = Array3::from_elem((7, 6, 5), -1000.0);
        let shell = |(i, j, k): (usize, usize, usize)| [i, j, k].iter().all(|n| (1..4).contains(n));
        for (at, value) in volume.indexed_iter_mut().filter(|(at, _)| shell(*at)) {
            *value = if at == (2, 2, 2) { -1000.0 } else { 40.0 };
        }
        volume[(5, 4, 4)] = 40.0;
        let found = foreground(&volume);
        assert_eq!(found.iter().filter(|inside| **inside).count(), 27);
        assert!(found[(2, 2, 2)] && !found[(5, 4, 4)]);
        volume.invert_axis(ndarray::Axis(0));
        let mirrored = foreground(&volume);
        assert_eq!(mirrored.iter().filter(|inside| **inside).count(), 27);
    }

    #[test]
    fn a_volume_without_contrast_has_no_foreground() {
        assert!(!foreground(&Array3::from_elem((4, 4, 4), 7.0)).iter().any(|inside| *inside));
        assert!(foreground(&Array3::zeros((0, 4, 4))).is_empty());
    }
}
