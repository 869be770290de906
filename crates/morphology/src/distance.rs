//! The exact Euclidean distance transform, linear in the number of voxels (Felzenszwalb and
//! Huttenlocher, Distance Transforms of Sampled Functions, Theory of Computing 2012), and the
//! morphology by balls that follows from it.

use ndarray::{Array3, Axis, Zip};
use rayon::prelude::*;

/// For each voxel the squared distance in mm² to the nearest voxel of `mask`; infinite if there is
/// none. `spacing` is the distance of neighbouring voxels along each axis in mm.
pub fn squared_distance(mask: &Array3<bool>, spacing: [f64; 3]) -> Array3<f32> {
    let mut field = mask.mapv(|inside| if inside { 0.0 } else { f32::INFINITY });
    for (axis, step) in spacing.into_iter().enumerate() {
        let scale = (step * step) as f32;
        let mut lanes: Vec<_> = field.lanes_mut(Axis(axis)).into_iter().collect();
        lanes.par_iter_mut().for_each_init(Scratch::default, |scratch, lane| {
            scratch.values.clear();
            scratch.values.extend(lane.iter().copied());
            scratch.lower_envelope(scale);
            for (to, from) in lane.iter_mut().zip(&scratch.result) {
                *to = *from;
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

#[derive(Default)]
struct Scratch {
    values: Vec<f32>,
    result: Vec<f32>,
    /// Where the parabolas of the envelope have their feet, and from where each is the lowest.
    feet: Vec<(usize, f32)>,
}

impl Scratch {
    /// `result[i] = min over j of values[j] + scale · (i − j)²`.
    fn lower_envelope(&mut self, scale: f32) {
        self.feet.clear();
        for (at, &value) in self.values.iter().enumerate() {
            if value == f32::INFINITY {
                continue;
            }
            let height = |i: usize, v: f32| v + scale * (i * i) as f32;
            let mut from = f32::NEG_INFINITY;
            while let Some(&(foot, start)) = self.feet.last() {
                let below = self.values.get(foot).copied().unwrap_or(f32::INFINITY);
                from =
                    (height(at, value) - height(foot, below)) / (2.0 * scale * (at - foot) as f32);
                if from > start {
                    break;
                }
                self.feet.pop();
                from = f32::NEG_INFINITY;
            }
            self.feet.push((at, from));
        }
        self.result.clear();
        let mut next = 0;
        for i in 0..self.values.len() {
            while self.feet.get(next + 1).is_some_and(|&(_, start)| start <= i as f32) {
                next += 1;
            }
            self.result.push(self.feet.get(next).map_or(f32::INFINITY, |&(foot, _)| {
                let away = i.abs_diff(foot) as f32;
                self.values.get(foot).copied().unwrap_or(f32::INFINITY) + scale * away * away
            }));
        }
    }
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
