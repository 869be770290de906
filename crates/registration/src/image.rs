//! A volume as it is compared: values between 0 and 1, read between voxels.

use nalgebra::{Matrix4, Point3};

use crate::{grid::Grid, scale::Scale};

/// A copy of a volume at one resolution.
#[derive(Clone, Debug)]
pub struct Image {
    values: Vec<f32>,
    shape: [usize; 3],
    /// From voxel index to world coordinates.
    pub to_world: Matrix4<f64>,
    /// From world coordinates to voxel index.
    pub from_world: Matrix4<f64>,
}

/// What lies at a place between voxels.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// The value, 0..=1.
    pub value: f32,
    /// Its change for each voxel along i, j and k.
    pub slope: [f32; 3],
}

impl Image {
    /// The volume with voxels of about this size in mm and its values on this scale.
    pub fn of(grid: &Grid, spacing: f64, scale: &Scale) -> Image {
        let Grid { values, to_world } = grid.shrunk(spacing);
        let from_world = Grid::inverse(&to_world);
        let mut shape = [0; 3];
        shape.copy_from_slice(values.shape());
        let values = values.iter().map(|value| scale.place(*value)).collect();
        Image { values, shape, to_world, from_world }
    }

    /// Voxels along each axis.
    pub fn shape(&self) -> [usize; 3] {
        self.shape
    }

    /// The value at a voxel coordinate, linear between the eight voxels around it, if all of them
    /// were measured.
    #[inline]
    pub fn read(&self, at: &Point3<f64>) -> Option<Reading> {
        let [ni, nj, nk] = self.shape;
        // False for NaN as well.
        let on_grid = |x: f64, n: usize| x >= 0.0 && x < n as f64 - 1.0;
        if !(on_grid(at.x, ni) && on_grid(at.y, nj) && on_grid(at.z, nk)) {
            return None;
        }
        let (i, j, k) = (at.x as usize, at.y as usize, at.z as usize);
        let x = (at.x - i as f64) as f32;
        let y = (at.y - j as f64) as f32;
        let z = (at.z - k as f64) as f32;
        let at = (i * nj + j) * nk + k;
        // Linear along k: value and slope of each of the four edges.
        let edge = |at: usize| {
            let &[low, high] = self.values.get(at..)?.first_chunk()?;
            Some((low + z * (high - low), high - low))
        };
        let (v00, k00) = edge(at)?;
        let (v01, k01) = edge(at + nk)?;
        let (v10, k10) = edge(at + nj * nk)?;
        let (v11, k11) = edge(at + nj * nk + nk)?;
        let (v0, v1) = (v00 + y * (v01 - v00), v10 + y * (v11 - v10));
        let (j0, j1) = (v01 - v00, v11 - v10);
        let (k0, k1) = (k00 + y * (k01 - k00), k10 + y * (k11 - k10));
        let value = v0 + x * (v1 - v0);
        let slope = [v1 - v0, j0 + x * (j1 - j0), k0 + x * (k1 - k0)];
        (!value.is_nan()).then_some(Reading { value, slope })
    }
}
