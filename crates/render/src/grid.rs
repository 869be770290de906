//! The volume that is drawn.

use nalgebra::{Point3, Vector3};
use ndarray::{Array3, ArrayView3, Zip};

/// A volume on a grid along the patient's axes.
///
/// ```
/// use nalgebra::Point3;
/// use ndarray::Array3;
/// use render::grid::Grid;
///
/// let values = Array3::from_shape_fn((3, 3, 3), |(x, ..)| x as f32);
/// let grid = Grid::isotropic(Point3::new(-10.0, 0.0, 0.0), 2.0, values.view());
/// assert_eq!(grid.value(&Point3::new(-9.0, 1.0, 1.0)), 0.5);
/// assert!(grid.value(&Point3::origin()).is_nan(), "outside");
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Grid<'a> {
    /// Centre of voxel 0, 0, 0 in mm, LPS.
    pub origin: Point3<f64>,
    /// Distance of neighbouring voxels along x, y, z, in mm; each above 0.
    pub spacing: Vector3<f64>,
    /// Index x (to L), y (to P), z (to H); NaN outside the field of view.
    pub values: ArrayView3<'a, f32>,
}

/// A box along the patient's axes, in LPS mm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Its corner to the right, front and feet: the smallest coordinates.
    pub low: Point3<f64>,
    /// Its corner to the left, back and head: the largest coordinates.
    pub high: Point3<f64>,
}

impl<'a> Grid<'a> {
    /// A grid with the same spacing along all axes.
    pub fn isotropic(origin: Point3<f64>, spacing: f64, values: ArrayView3<'a, f32>) -> Self {
        Self { origin, spacing: Vector3::repeat(spacing), values }
    }

    /// Where the centre of a voxel lies, in LPS mm.
    pub fn point(&self, (x, y, z): (usize, usize, usize)) -> Point3<f64> {
        let index = Vector3::new(x as f64, y as f64, z as f64);
        self.origin + index.component_mul(&self.spacing)
    }

    /// Where a point lies between the voxels, in voxels.
    pub fn locate(&self, p: &Point3<f64>) -> Vector3<f64> {
        (p - self.origin).component_div(&self.spacing)
    }

    /// From the centre of the first voxel to that of the last.
    pub fn bounds(&self) -> Bounds {
        let (x, y, z) = self.values.dim();
        let last = (x.saturating_sub(1), y.saturating_sub(1), z.saturating_sub(1));
        Bounds { low: self.origin, high: self.point(last) }
    }

    /// The trilinear value at a point (LPS, mm); NaN outside the grid and beside voxels that are NaN.
    pub fn value(&self, p: &Point3<f64>) -> f32 {
        let at = self.locate(p);
        let (Some(x), Some(y), Some(z)) = (
            between(at.x, self.values.dim().0),
            between(at.y, self.values.dim().1),
            between(at.z, self.values.dim().2),
        ) else {
            return f32::NAN;
        };
        let mut sum = 0.0;
        for (i, wx) in x {
            for (j, wy) in y {
                for (k, wz) in z {
                    let weight = wx * wy * wz;
                    if weight > 0.0 {
                        let voxel = self.values.get((i, j, k)).copied().unwrap_or(f32::NAN);
                        sum += weight * voxel;
                    }
                }
            }
        }
        sum
    }

    /// The values with a part of space filled.
    pub fn without(&self, removed: impl Fn(&Point3<f64>) -> bool + Sync, fill: f32) -> Array3<f32> {
        let mut values = self.values.to_owned();
        Zip::indexed(&mut values).par_for_each(|index, value| {
            if !value.is_nan() && removed(&self.point(index)) {
                *value = fill;
            }
        });
        values
    }
}

/// The two voxels around a position along an axis of `len` voxels, with their weights.
fn between(at: f64, len: usize) -> Option<[(usize, f32); 2]> {
    // A rounding error beyond the last voxel is still the last voxel.
    let last = len.checked_sub(1)? as f64;
    if !(-1e-6..=last + 1e-6).contains(&at) {
        return None;
    }
    let at = at.clamp(0.0, last);
    let first = at.floor();
    let share = (at - first) as f32;
    Some([(first as usize, 1.0 - share), (first as usize + 1, share)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_between_voxels_are_interpolated_and_outside_there_are_none() {
        let values = Array3::from_shape_fn((4, 5, 6), |(x, y, z)| (x * 100 + y * 10 + z) as f32);
        let grid = Grid {
            origin: Point3::new(-10.0, 5.0, 0.0),
            spacing: Vector3::new(1.0, 2.0, 3.0),
            values: values.view(),
        };
        let p = Point3::new(-8.5, 5.0 + 2.0 * 2.25, 3.0 * 5.0);
        assert!((grid.value(&p) - (150.0 + 22.5 + 5.0)).abs() < 1e-3);
        assert!(grid.value(&Point3::new(-10.1, 5.0, 0.0)).is_nan());
        assert!(grid.value(&Point3::new(-10.0, 5.0, 15.1)).is_nan());
        assert_eq!(grid.bounds().high, Point3::new(-7.0, 13.0, 15.0));
    }

    #[test]
    fn only_what_is_removed_is_filled() {
        let mut values = Array3::from_elem((3, 3, 3), 7.0_f32);
        values[(0, 0, 0)] = f32::NAN;
        let grid = Grid::isotropic(Point3::origin(), 2.0, values.view());
        let after = grid.without(|p| p.x < 3.0, -1000.0);
        assert!(after[(0, 0, 0)].is_nan());
        assert_eq!((after[(1, 1, 1)], after[(2, 1, 1)]), (-1000.0, 7.0));
    }
}
