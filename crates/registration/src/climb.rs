//! Improving a transform: quasi-Newton steps (BFGS; Nocedal and Wright 2006, chapter 6) uphill.

use nalgebra::{DMatrix, DVector, Matrix3, Matrix4};

use crate::{
    level::{Hill, LEAST_OVERLAP, Level},
    metric::compare_with_slope,
    motion::Motions,
};

/// What a change of the head's shape costs, in units of the normalized measure for a squared
/// strain of 1 (0.02 for 10 % along one axis): where little of a head is seen, nothing else holds
/// its shape.
const STIFFNESS: f64 = 2.0;
/// What a change of its size costs, relative to its shape: heads differ more in size.
const SIZE: f64 = 0.1;
/// A climb ends with a step shorter than this part of the longest, or that gains less than this.
const SHORTEST: f64 = 0.005;
const LEAST_GAIN: f64 = 1e-7;

/// Where a climb stands.
struct Place {
    transform: Matrix4<f64>,
    cost: f64,
    slope: DVector<f64>,
}

impl Level {
    /// The top of the hill on whose slope `start` lies.
    pub fn climb(&self, start: &Matrix4<f64>, motions: &Motions) -> Hill {
        let mut place = self.place(*start, motions);
        let steepest = |place: &Place| {
            let size = place.slope.len();
            DMatrix::identity(size, size)
                * (self.longest / place.slope.norm().max(f64::MIN_POSITIVE))
        };
        // The inverse of the curvature, as far as the steps have shown it.
        let mut inverse = steepest(&place);
        let mut fresh = true;
        for _ in 0..self.steps {
            let step = (-(&inverse * &place.slope)).cap_magnitude(self.longest);
            let Some((step, next)) = self.search(&place, &step, motions) else {
                if fresh {
                    break;
                }
                inverse = steepest(&place);
                fresh = true;
                continue;
            };
            update(&mut inverse, &step, &(&next.slope - &place.slope), fresh);
            fresh = false;
            let gain = place.cost - next.cost;
            place = next;
            if step.norm() < SHORTEST * self.longest || gain < LEAST_GAIN {
                break;
            }
        }
        self.hill(place.transform)
    }

    /// The first of ever shorter steps that gains a part of what the slope promises.
    fn search(
        &self,
        from: &Place,
        step: &DVector<f64>,
        motions: &Motions,
    ) -> Option<(DVector<f64>, Place)> {
        [1.0, 0.4, 0.15, 0.05, 0.015].into_iter().find_map(|length| {
            let step = step * length;
            let next = self.place(motions.moved(&from.transform, &step), motions);
            (next.cost <= from.cost + 1e-3 * step.dot(&from.slope)).then_some((step, next))
        })
    }

    fn place(&self, transform: Matrix4<f64>, motions: &Motions) -> Place {
        let (found, slope) = compare_with_slope(&self.samples, &self.moving, &transform);
        let (strain, strain_slope) = strain(&transform);
        let slope = motions.slopes(&transform, &(strain_slope * STIFFNESS - slope));
        let seen = self.overlap(&transform) >= LEAST_OVERLAP;
        let cost = if seen { STIFFNESS * strain - found.normalized } else { f64::INFINITY };
        Place { transform, cost, slope }
    }
}

/// How far the transform changes shape and size (Green's strain, squared), and the slope of that
/// for each of its elements.
fn strain(transform: &Matrix4<f64>) -> (f64, Matrix4<f64>) {
    let linear = transform.fixed_view::<3, 3>(0, 0);
    let strain = (linear.transpose() * linear - Matrix3::identity()) / 2.0;
    let size = Matrix3::identity() * (strain.trace() / 3.0);
    let shape = strain - size;
    let mut slope = Matrix4::zeros();
    let each = linear * (shape + size * SIZE) * 2.0;
    slope.fixed_view_mut::<3, 3>(0, 0).copy_from(&each);
    (shape.norm_squared() + SIZE * size.norm_squared(), slope)
}

/// Takes in what a step has shown of the curvature (6.17; the first time from 6.20).
fn update(inverse: &mut DMatrix<f64>, step: &DVector<f64>, change: &DVector<f64>, fresh: bool) {
    let curvature = step.dot(change);
    if curvature <= 1e-12 * step.norm() * change.norm() {
        return;
    }
    let identity = DMatrix::identity(step.len(), step.len());
    if fresh {
        *inverse = &identity * (curvature / change.norm_squared());
    }
    let left = identity - step * change.transpose() / curvature;
    *inverse = &left * &*inverse * left.transpose() + step * step.transpose() / curvature;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turning_is_no_strain_and_the_slope_of_strain_is_right() {
        let turn = Matrix4::new_rotation(nalgebra::Vector3::new(0.3, -0.5, 0.2));
        assert!(strain(&turn).0 < 1e-12);
        let bent = turn + Matrix4::new_scaling(0.08) * turn;
        let (_, slope) = strain(&bent);
        for (i, j) in [(0, 0), (1, 2), (2, 1)] {
            let mut nudged = bent;
            nudged[(i, j)] += 1e-6;
            let numeric = (strain(&nudged).0 - strain(&bent).0) / 1e-6;
            assert!((numeric - slope[(i, j)]).abs() < 1e-4);
        }
    }
}
