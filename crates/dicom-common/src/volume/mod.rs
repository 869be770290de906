//! A stack in memory: the stored bytes of each slice, and how to read them.

mod coarse;

pub use coarse::Coarse;

use std::fs::File;

use nalgebra::Matrix4;

use crate::code::{Code, Fault, Outcome};
use crate::geometry::Plane;
use crate::series::{Image, Modality, PixelFormat, Rescale, Stack};

/// One slice of a volume.
#[derive(Clone, Debug, PartialEq)]
pub struct Slice {
    /// Where its pixels lie.
    pub plane: Plane,
    /// How its stored values are scaled.
    pub rescale: Rescale,
    /// Stored values that stand for no tissue, lowest and highest.
    pub padding: Option<(i32, i32)>,
    /// Stored values, row by row, in the volume's format.
    pub bytes: Vec<u8>,
}

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
    /// Reads the members of a stack; `open` opens the file of an image by its index.
    ///
    /// # Errors
    /// Those of [`crate::pixels::Frames`], `E_TOO_LARGE`.
    pub fn load(
        _images: &[Image],
        _stack: &Stack,
        _open: impl Fn(usize) -> Outcome<File> + Sync,
    ) -> Outcome<Volume> {
        Err(Fault(Code::Internal))
    }

    /// Number of slices, rows, columns.
    pub fn shape(&self) -> [usize; 3] {
        let (rows, columns) =
            self.slices.first().map_or((0, 0), |s| (s.plane.rows, s.plane.columns));
        [self.slices.len(), rows, columns]
    }

    /// The stored value of a voxel; 0 outside the volume.
    pub fn stored(&self, _slice: usize, _row: usize, _column: usize) -> i32 {
        0
    }

    /// The rescaled value of a voxel, HU in CT; padding is [`Volume::air`]; NaN outside the volume.
    pub fn value(&self, _slice: usize, _row: usize, _column: usize) -> f32 {
        f32::NAN
    }

    /// What padding counts as, in rescaled units: −1000 HU in CT, 0 in MR.
    pub fn air(&self) -> f32 {
        match self.modality {
            Modality::Ct => -1000.0,
            Modality::Mr => 0.0,
        }
    }

    /// The rescaled values of a slice, row by row, into a buffer of rows · columns; padding is
    /// [`Volume::air`].
    pub fn fill(&self, _slice: usize, _values: &mut [f32]) {}

    /// (column, row, slice, 1) → LPS mm. Exact for evenly spaced stacks, sheared ones (gantry tilt)
    /// included; otherwise the least squares fit of the origins.
    pub fn affine(&self) -> Matrix4<f64> {
        Matrix4::identity()
    }

    /// A working copy with isotropic voxels of `spacing` mm along the patient's axes, which covers
    /// the stack.
    pub fn coarse(&self, spacing: f64) -> Coarse {
        Coarse { spacing, ..Coarse::default() }
    }
}
