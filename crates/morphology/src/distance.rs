//! The exact Euclidean distance transform, linear in the number of voxels, and the morphology by
//! balls that follows from it.

use ndarray::{Array3, Axis, Zip};
use rayon::prelude::*;

use crate::envelope::Envelope;

/// For each voxel the squared distance in mm² to the nearest voxel of `mask`; infinite if there is
/// none. `spacing` is the distance of neighbouring voxels along each axis in mm.
pub fn squared_distance(mask: &Array3<bool>, spacing: [f64; 3]) -> Array3<f32> {
    let mut field = mask.mapv(|inside| if inside { 0.0 } else { f32::INFINITY });
    for (axis, step) in spacing.into_iter().enumerate() {
        let mut lanes: Vec<_> = field.lanes_mut(Axis(axis)).into_iter().collect();
        lanes.par_iter_mut().for_each_init(Envelope::default, |envelope, lane| {
            let lowest = envelope.of(lane.iter().map(|value| f64::from(*value)), step);
            for (to, from) in lane.iter_mut().zip(lowest) {
                *to = *from as f32;
            }
        });
    }
    field
}

/// The mask grown by a ball of this radius in mm.
pub fn dilated(mask: &Array3<bool>, spacing: [f64; 3], radius: f64) -> Array3<bool> {
    let reach = (radius * radius) as f32;
    squared_distance(mask, spacing).mapv(|d| d <= reach)
}

/// The mask shrunk by a ball of this radius in mm; beyond the grid counts as inside.
pub fn eroded(mask: &Array3<bool>, spacing: [f64; 3], radius: f64) -> Array3<bool> {
    let reach = (radius * radius) as f32;
    squared_distance(&mask.mapv(|inside| !inside), spacing).mapv(|d| d > reach)
}

/// The mask grown, then shrunk by a ball of this radius in mm: gaps narrower than it are closed.
pub fn closed(mask: &Array3<bool>, spacing: [f64; 3], radius: f64) -> Array3<bool> {
    let mut result = eroded(&dilated(mask, spacing, radius), spacing, radius);
    Zip::from(&mut result).and(mask).for_each(|to, &from| *to |= from);
    result
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

    #[test]
    fn closing_bridges_gaps_and_keeps_the_rest() {
        let mask = Array3::from_shape_fn((11, 3, 3), |(x, _, _)| !(4..=5).contains(&x));
        assert!(closed(&mask, [1.0; 3], 2.0).iter().all(|inside| *inside));
        let far = Array3::from_shape_fn((21, 3, 3), |(x, _, _)| !(4..=15).contains(&x));
        assert_eq!(closed(&far, [1.0; 3], 2.0), far);
    }
}
