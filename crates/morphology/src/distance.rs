//! The exact Euclidean distance transform, linear in the number of voxels.

use ndarray::{Array3, parallel::prelude::*};

use crate::envelope::Envelope;
use crate::planes::{steps_across, to_same_column};

/// For each voxel the squared distance in mm² to the nearest voxel of `mask`; infinite if there is
/// none. `spacing` is the distance of neighbouring voxels along each axis in mm; the first axis has
/// no more than `u16::MAX` voxels.
///
/// ```
/// use morphology::squared_distance;
/// use ndarray::Array3;
///
/// let mut mask = Array3::from_elem((4, 4, 4), false);
/// mask[(0, 0, 0)] = true;
/// let away = squared_distance(&mask, [1.0, 1.0, 2.5]);
/// assert_eq!(away[(0, 0, 0)], 0.0);
/// // 3 mm along the first axis, 5 mm along the last.
/// assert_eq!(away[(3, 0, 2)], 34.0);
/// ```
pub fn squared_distance(mask: &Array3<bool>, spacing: [f64; 3]) -> Array3<f32> {
    let [across, down, right] = spacing;
    let mut field = Array3::zeros(mask.dim());
    let steps = steps_across(mask);
    let planes = field.outer_iter_mut().into_par_iter().zip(steps.outer_iter().into_par_iter());
    planes.for_each_init(Envelope::default, |envelope, (mut field, steps)| {
        let plane = to_same_column(steps, [across, down], envelope);
        for (mut to, row) in field.outer_iter_mut().zip(plane.outer_iter()) {
            let lowest = envelope.of(row.iter().copied(), right);
            to.iter_mut().zip(lowest).for_each(|(to, square)| *to = *square as f32);
        }
    });
    field
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array3;

    #[test]
    fn distances_equal_those_found_by_trying_every_voxel() {
        let spacing = [1.5, 1.0, 3.0];
        let mask = Array3::from_shape_fn((9, 8, 7), |(x, y, z)| (x * 7 + y * 5 + z * 3) % 41 == 0);
        let field = squared_distance(&mask, spacing);
        for ((x, y, z), &found) in field.indexed_iter() {
            let square = |a: usize, b: usize, s: f64| (a.abs_diff(b) as f64 * s).powi(2);
            let nearest = mask
                .indexed_iter()
                .filter(|(_, inside)| **inside)
                .map(|((i, j, k), _)| {
                    square(i, x, spacing[0]) + square(j, y, spacing[1]) + square(k, z, spacing[2])
                })
                .fold(f64::INFINITY, f64::min);
            assert!((f64::from(found) - nearest).abs() < 1e-3, "{found} {nearest}");
        }
    }

    #[test]
    fn without_any_voxel_every_distance_is_infinite() {
        let field = squared_distance(&Array3::from_elem((2, 3, 4), false), [1.0; 3]);
        assert!(field.iter().all(|d| d.is_infinite()));
    }
}
