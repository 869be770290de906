//! A volume in space, and smaller copies of it.

use nalgebra::{Matrix4, Point3};
use ndarray::{Array3, ArrayView3, Zip};

use crate::error::Error;

/// A volume of scalar values in space.
#[derive(Clone, Debug)]
pub struct Grid {
    /// Values by voxel index (i, j, k); NaN where nothing was measured.
    pub values: Array3<f32>,
    /// From voxel index (i, j, k) to world coordinates: LPS mm.
    pub to_world: Matrix4<f64>,
}

impl Grid {
    /// Checks that the matrix is an affine map which can be undone and that every axis has voxels.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let affine = self.to_world.row(3) == Matrix4::identity().row(3);
        let volume = self.to_world.fixed_view::<3, 3>(0, 0).determinant().abs();
        let apart = self.spacing().iter().all(|mm| mm.is_finite() && *mm > 0.0);
        let filled = !self.values.is_empty() && self.to_world.iter().all(|x| x.is_finite());
        // Axes closer than some 2 degrees to a common plane (sin 2° is 0.03) are no volume.
        let upright = volume > 0.03 * self.spacing().iter().product::<f64>();
        if affine && apart && upright && filled { Ok(()) } else { Err(Error::Geometry) }
    }

    /// Distance of neighbouring voxels along each axis, in mm.
    pub(crate) fn spacing(&self) -> [f64; 3] {
        [0, 1, 2].map(|axis| self.to_world.fixed_view::<3, 1>(0, axis).norm())
    }

    /// The inverse of the matrix of a checked grid.
    pub(crate) fn inverse(to_world: &Matrix4<f64>) -> Matrix4<f64> {
        to_world.try_inverse().unwrap_or_else(Matrix4::identity)
    }

    /// A copy with voxels of about this size: means of whole blocks of voxels. An axis that is
    /// coarser already stays as it is.
    pub(crate) fn shrunk(&self, spacing: f64) -> Grid {
        let (shape, fine) = (self.values.shape(), self.spacing());
        let mut factor = [1usize; 3];
        for ((factor, fine), len) in factor.iter_mut().zip(fine).zip(shape) {
            *factor = ((spacing / fine).round() as usize).clamp(1, *len);
        }
        let mut to_world = self.to_world;
        let first = Point3::from(factor.map(|f| (f as f64 - 1.0) / 2.0));
        let first = self.to_world.transform_point(&first);
        to_world.fixed_view_mut::<3, 1>(0, 3).copy_from(&first.coords);
        for (axis, factor) in factor.into_iter().enumerate() {
            to_world.fixed_view_mut::<3, 1>(0, axis).scale_mut(factor as f64);
        }
        let values = Zip::from(self.values.exact_chunks(factor)).par_map_collect(mean);
        Grid { values, to_world }
    }
}

/// The mean of a block, if at least half of it was measured.
fn mean(block: ArrayView3<f32>) -> f32 {
    let (mut sum, mut count) = (0.0, 0);
    for value in block.iter().filter(|value| value.is_finite()) {
        sum += value;
        count += 1;
    }
    if 2 * count >= block.len() { sum / count as f32 } else { f32::NAN }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shrunk_copy_lies_where_the_volume_lies() {
        let mut to_world = Matrix4::new_scaling(2.0);
        to_world[(0, 3)] = -31.0;
        let ramp = Array3::from_shape_fn((12, 9, 7), |(i, j, k)| (i + 10 * j + 100 * k) as f32);
        let grid = Grid { values: ramp, to_world };
        let small = grid.shrunk(6.0);
        assert_eq!(small.values.shape(), [4, 3, 2]);
        for ((i, j, k), value) in small.values.indexed_iter() {
            let world = small.to_world.transform_point(&Point3::new(i as f64, j as f64, k as f64));
            let at = Grid::inverse(&grid.to_world).transform_point(&world);
            assert!((at.x + 10.0 * at.y + 100.0 * at.z - f64::from(*value)).abs() < 1e-3);
        }
    }

    #[test]
    fn a_block_mostly_unmeasured_stays_unmeasured() {
        let mut values = Array3::from_elem((4, 2, 2), 5.0);
        for (i, j) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            values[(i, j, 0)] = f32::NAN;
        }
        values[(0, 0, 1)] = f32::NAN;
        let small = Grid { values, to_world: Matrix4::identity() }.shrunk(2.0);
        assert!(small.values[(0, 0, 0)].is_nan());
        assert_eq!(small.values[(1, 0, 0)], 5.0);
    }

    #[test]
    fn a_flat_or_projective_matrix_is_no_geometry() {
        let values = Array3::zeros((2, 2, 2));
        let mut flat = Matrix4::identity();
        flat[(2, 2)] = 0.0;
        assert!(Grid { values: values.clone(), to_world: flat }.check().is_err());
        let mut projective = Matrix4::identity();
        projective[(3, 0)] = 0.1;
        assert!(Grid { values, to_world: projective }.check().is_err());
    }
}
