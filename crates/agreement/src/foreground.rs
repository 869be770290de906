//! The foreground where no network has predicted it.

use morphology::{filled, largest_component};
use ndarray::{Array3, ArrayView3, Zip};

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
/// let found = agreement::foreground(volume.view());
/// assert!(found.indexed_iter().all(|(at, inside)| *inside == head(at)));
/// ```
pub fn foreground(defaced: ArrayView3<'_, f32>) -> Array3<bool> {
    let [floor] = percentiles(defaced, None, [FLOOR]);
    let above = Zip::from(defaced).par_map_collect(|value| f64::from(*value) > floor);
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
        let found = foreground(volume.view());
        assert_eq!(found.iter().filter(|inside| **inside).count(), 27);
        assert!(found[(2, 2, 2)] && !found[(5, 4, 4)]);
        volume.invert_axis(ndarray::Axis(0));
        let mirrored = foreground(volume.view());
        assert_eq!(mirrored.iter().filter(|inside| **inside).count(), 27);
    }

    #[test]
    fn a_volume_without_contrast_has_no_foreground() {
        assert!(!foreground(Array3::from_elem((4, 4, 4), 7.0).view()).iter().any(|inside| *inside));
        assert!(foreground(Array3::zeros((0, 4, 4)).view()).is_empty());
    }
}
