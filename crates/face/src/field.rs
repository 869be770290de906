//! Values between the voxels of a working copy.

use dicom_common::imaging::volume::Coarse;
use nalgebra::Point3;
use ndarray::Array3;

/// A scalar on an isotropic grid along the patient's axes, read at any point (LPS, mm).
#[derive(Clone, Copy)]
pub struct Field<'a> {
    values: &'a [f32],
    shape: [usize; 3],
    origin: Point3<f64>,
    spacing: f64,
}

impl<'a> Field<'a> {
    /// The values of a working copy.
    pub fn of(volume: &'a Coarse) -> Self {
        Self::on(volume, &volume.values)
    }

    /// Other values on the grid of a working copy.
    pub fn on(grid: &Coarse, values: &'a Array3<f32>) -> Self {
        let (x, y, z) = values.dim();
        Self {
            values: values.as_slice().unwrap_or_default(),
            shape: [x, y, z],
            origin: grid.origin,
            spacing: grid.spacing,
        }
    }

    /// The value at `p`, interpolated linearly; NaN where a neighbour is missing.
    #[inline]
    pub fn at(&self, p: &Point3<f64>) -> f32 {
        let [nx, ny, nz] = self.shape;
        let q = (p - self.origin) / self.spacing;
        let last = |n: usize| n as f64 - 1.0;
        let inside = |i: f64, n: usize| i >= 0.0 && i < last(n);
        if !(inside(q.x, nx) && inside(q.y, ny) && inside(q.z, nz)) {
            return f32::NAN;
        }
        // In range by the check above, so that the casts round down.
        let base = q.map(|i| i as u32);
        let share = q.zip_map(&base, |i, base| (i - f64::from(base)) as f32);
        let [x, y, z] = <[u32; 3]>::from(base).map(|i| i as usize);
        let first = (x * ny + y) * nz + z;
        // Neighbours along z lie side by side in memory.
        let along_z = |at: usize| {
            let pair = self.values.get(at..).and_then(|rest| rest.first_chunk::<2>());
            let [low, high] = pair.copied().unwrap_or([f32::NAN; 2]);
            low + (high - low) * share.z
        };
        let along_y = |at: usize| {
            let low = along_z(at);
            low + (along_z(at + nz) - low) * share.y
        };
        let low = along_y(first);
        low + (along_y(first + ny * nz) - low) * share.x
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_linear_field_is_read_exactly_and_the_outside_is_nan() {
        let values = Array3::from_shape_fn((4, 5, 6), |(x, y, z)| (x + 10 * y + 100 * z) as f32);
        let grid = Coarse { origin: Point3::new(-2.0, 1.0, 0.0), spacing: 2.0, values };
        let field = Field::of(&grid);
        let at = field.at(&Point3::new(-2.0 + 3.0, 1.0 + 5.0, 7.0));
        assert!((at - (1.5 + 25.0 + 350.0)).abs() < 1e-4);
        assert!(field.at(&Point3::new(-2.1, 1.0, 0.0)).is_nan());
    }
}
