//! The voxels of a volume, by slice, row and column.

use nalgebra::Matrix4;
use ndarray::Array3;
use rayon::prelude::*;

use super::affine;
use super::slice::Slice;
use crate::imaging::geometry::Plane;
use crate::imaging::series::{Modality, PixelFormat};

/// A stack in memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Volume {
    /// What was measured.
    pub modality: Modality,
    /// How stored values are read.
    pub format: PixelFormat,
    /// The slices in order along the normal; each has the same matrix. Never empty.
    pub slices: Vec<Slice>,
}

impl Volume {
    /// Number of slices, rows, columns.
    pub fn shape(&self) -> [usize; 3] {
        let (rows, columns) =
            self.slices.first().map_or((0, 0), |s| (s.plane.rows, s.plane.columns));
        [self.slices.len(), rows, columns]
    }

    /// The stored value of a voxel; 0 outside the volume.
    pub fn stored(&self, slice: usize, row: usize, column: usize) -> i32 {
        self.bits(slice, row, column).map_or(0, |(_, bits)| self.format.value(bits))
    }

    /// The rescaled value of a voxel, HU in CT; padding is [`Volume::air`]; NaN outside the volume.
    pub fn value(&self, slice: usize, row: usize, column: usize) -> f32 {
        let Some((slice, bits)) = self.bits(slice, row, column) else { return f32::NAN };
        slice.value(self.format.value(bits), self.air())
    }

    /// Whether a voxel holds padding: no tissue was measured there.
    pub fn is_padding(&self, slice: usize, row: usize, column: usize) -> bool {
        self.bits(slice, row, column)
            .is_some_and(|(slice, bits)| slice.is_padding(self.format.value(bits)))
    }

    /// What padding counts as, in rescaled units: −1000 HU in CT, 0 in MR.
    pub fn air(&self) -> f32 {
        match self.modality {
            Modality::Ct => -1000.0,
            Modality::Mr => 0.0,
        }
    }

    /// The rescaled values of a slice, row by row, into a buffer of rows · columns; padding is
    /// [`Volume::air`]. What lies beyond the volume is left as it is.
    pub fn fill(&self, slice: usize, values: &mut [f32]) {
        if let Some(slice) = self.slices.get(slice) {
            slice.fill(&self.format, self.air(), 0, values);
        }
    }

    /// The same of one row, into a buffer of as many columns.
    pub fn fill_row(&self, slice: usize, row: usize, values: &mut [f32]) {
        if let Some(slice) = self.slices.get(slice) {
            slice.fill(&self.format, self.air(), row * slice.plane.columns, values);
        }
    }

    /// The rescaled values by slice, row, column; padding is [`Volume::air`]. The stored values of a
    /// slice go as soon as it is read.
    pub fn into_values(self) -> Array3<f32> {
        let ([slices, rows, columns], air) = (self.shape(), self.air());
        let mut values = Array3::zeros((slices, rows, columns));
        if let Some(all) = values.as_slice_mut() {
            let all = all.par_chunks_mut((rows * columns).max(1));
            all.zip(self.slices).for_each(|(values, slice)| {
                slice.fill(&self.format, air, 0, values);
            });
        }
        values
    }

    /// (column, row, slice, 1) → LPS mm. Exact for evenly spaced stacks, sheared ones (gantry tilt)
    /// included; otherwise the slices' origins are fitted by least squares.
    pub fn affine(&self) -> Matrix4<f64> {
        let planes: Vec<&Plane> = self.slices.iter().map(|slice| &slice.plane).collect();
        affine::of(&planes)
    }

    fn bits(&self, slice: usize, row: usize, column: usize) -> Option<(&Slice, u32)> {
        let slice = self.slices.get(slice)?;
        if row >= slice.plane.rows || column >= slice.plane.columns {
            return None;
        }
        let size = self.format.bytes();
        let at = (row * slice.plane.columns + column) * size;
        Some((slice, self.format.read(slice.bytes.get(at..at + size)?)))
    }
}
