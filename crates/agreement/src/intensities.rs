//! Intensities that need not be in memory together.

use std::fmt::Debug;

use ndarray::{Array3, Axis, CowArray, Ix2};

/// The intensities of a volume, slice by slice.
pub trait Intensities: Debug + Sync {
    /// Number of voxels along i, j, k.
    fn dim(&self) -> (usize, usize, usize);

    /// The slice across k at this index, which is below the number of slices: by i, then j.
    fn slice(&self, k: usize) -> CowArray<'_, f32, Ix2>;
}

impl Intensities for Array3<f32> {
    fn dim(&self) -> (usize, usize, usize) {
        Array3::dim(self)
    }

    fn slice(&self, k: usize) -> CowArray<'_, f32, Ix2> {
        self.index_axis(Axis(2), k).into()
    }
}
