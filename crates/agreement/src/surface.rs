//! How far the surfaces of two regions lie apart.

use ndarray::{Array3, Axis, Slice, Zip};

use crate::percentile::percentile;

/// Surface voxels that are no farther apart than this, in mm, agree: the reference's tolerance.
const TOLERANCE: f64 = 5.0;

/// How the surfaces of two regions agree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// Share of all surface voxels that lie within [`TOLERANCE`] of the other surface.
    pub dice: f64,
    /// 95th percentile of the distances from each surface to the other, in mm.
    pub hd95: f64,
}

impl Agreement {
    /// Of two masks on one grid with this spacing in mm, of whose voxels none has neighbours beyond
    /// it. Two empty ones agree; an empty one is infinitely far from any other.
    pub fn of(a: &Array3<bool>, b: &Array3<bool>, spacing: [f64; 3]) -> Self {
        let (a, b) = (surface(a), surface(b));
        let mut distances = morphology::distances(&a, &b, spacing);
        let from_a = distances.len();
        distances.append(&mut morphology::distances(&b, &a, spacing));
        match (from_a, distances.len() - from_a) {
            (0, 0) => Self { dice: 1.0, hd95: 0.0 },
            (0, _) | (_, 0) => Self { dice: 0.0, hd95: f64::INFINITY },
            _ => {
                let near = distances.iter().filter(|mm| **mm <= TOLERANCE).count();
                let dice = near as f64 / distances.len() as f64;
                Self { dice, hd95: percentile(&mut distances, 95.0) }
            }
        }
    }
}

/// The voxels of a mask that have one of their six neighbours outside of it.
fn surface(mask: &Array3<bool>) -> Array3<bool> {
    let mut inner = mask.clone();
    if inner.is_empty() {
        return inner;
    }
    let (first, last) = (Slice::from(..1), Slice::from(-1..));
    let (lower, upper) = (Slice::from(..-1), Slice::from(1..));
    for axis in [Axis(0), Axis(1), Axis(2)] {
        for (here, there) in [(lower, upper), (upper, lower)] {
            Zip::from(inner.slice_axis_mut(axis, here))
                .and(mask.slice_axis(axis, there))
                .par_for_each(|inner, neighbour| *inner &= *neighbour);
        }
        for end in [first, last] {
            inner.slice_axis_mut(axis, end).fill(false);
        }
    }
    Zip::from(&mut inner).and(mask).par_for_each(|surface, inside| *surface ^= *inside);
    inner
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cube(shape: (usize, usize, usize), from: usize, to: usize) -> Array3<bool> {
        let within = from..to;
        Array3::from_shape_fn(shape, |(i, j, k)| [i, j, k].iter().all(|at| within.contains(at)))
    }

    #[test]
    fn the_surface_has_a_neighbour_outside_or_lies_at_the_edge_of_the_grid() {
        let count = |mask: &Array3<bool>| surface(mask).iter().filter(|inside| **inside).count();
        assert_eq!(count(&cube((7, 7, 7), 1, 6)), 125 - 27);
        assert_eq!(count(&cube((5, 5, 5), 0, 5)), 125 - 27);
        assert_eq!(count(&cube((5, 5, 1), 0, 5)), 25);
        // A neighbour over an edge does not open a voxel.
        let mut notched = cube((3, 3, 3), 0, 3);
        notched[(0, 0, 1)] = false;
        assert!(!surface(&notched)[(1, 1, 1)]);
    }

    #[test]
    fn surfaces_farther_apart_than_five_mm_disagree() {
        let at = |k: usize| Array3::from_shape_fn((1, 1, 9), |(.., at)| at == k);
        let spacing = [1.0, 1.0, 1.25];
        assert_eq!(Agreement::of(&at(0), &at(4), spacing), Agreement { dice: 1.0, hd95: 5.0 });
        assert_eq!(Agreement::of(&at(0), &at(5), spacing), Agreement { dice: 0.0, hd95: 6.25 });
    }

    #[test]
    fn the_worst_twentieth_of_the_distances_does_not_count() {
        // Distances 0 (21 times from each) and 7 (from one): the percentile is 0.95 · 42 = 39.9.
        let line = Array3::from_shape_fn((1, 1, 30), |(.., k)| k < 21);
        let mut spur = line.clone();
        spur[(0, 0, 27)] = true;
        let found = Agreement::of(&line, &spur, [1.0; 3]);
        assert_eq!(found, Agreement { dice: 42.0 / 43.0, hd95: 0.0 });
        // With one of two it is nearly all.
        let far = Agreement::of(
            &cube((1, 1, 9), 0, 1),
            &{
                let mut two = cube((1, 1, 9), 0, 1);
                two[(0, 0, 8)] = true;
                two
            },
            [1.0; 3],
        );
        assert!((far.hd95 - 7.2).abs() < 1e-12, "{}", far.hd95);
    }

    #[test]
    fn empty_regions_agree_with_each_other_alone() {
        let (empty, full) = (cube((3, 3, 3), 0, 0), cube((3, 3, 3), 0, 3));
        let none = Agreement { dice: 0.0, hd95: f64::INFINITY };
        assert_eq!(Agreement::of(&empty, &empty, [1.0; 3]), Agreement { dice: 1.0, hd95: 0.0 });
        assert_eq!(Agreement::of(&empty, &full, [1.0; 3]), none);
        assert_eq!(Agreement::of(&full, &empty, [1.0; 3]), none);
    }
}
