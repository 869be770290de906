//! NIfTI-1 files. Coordinates inside the program are LPS mm; NIfTI's are RAS mm.

use std::io::{Read, Write};

use nalgebra::Matrix4;

use crate::code::{Code, Fault, Outcome};
use crate::volume::{Coarse, Volume};

/// A NIfTI-1 image of three dimensions as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Nifti {
    /// Columns, rows, slices: the first index runs fastest.
    pub shape: [usize; 3],
    /// (i, j, k, 1) → LPS mm.
    pub affine: Matrix4<f64>,
    /// The file's own bytes: header, extensions, values.
    bytes: Vec<u8>,
}

impl Nifti {
    /// Reads a .nii or .nii.gz file (told apart by content).
    ///
    /// # Errors
    /// `E_MALFORMED`, `E_TRUNCATED`, `E_TOO_LARGE`, `E_PIXEL_FORMAT`, `E_GEOMETRY`.
    pub fn read(_source: impl Read) -> Outcome<Nifti> {
        Err(Fault(Code::Internal))
    }

    /// The scaled value of a voxel; NaN outside.
    pub fn value(&self, _at: [usize; 3]) -> f32 {
        f32::NAN
    }

    /// The centre of a voxel, LPS mm.
    pub fn point(&self, at: [usize; 3]) -> nalgebra::Point3<f64> {
        let [i, j, k] = at.map(|i| i as f64);
        self.affine.transform_point(&nalgebra::Point3::new(i, j, k))
    }

    /// Sets the stored value of a voxel to the one nearest to `value` in scaled units. All other
    /// bytes stay.
    pub fn set(&mut self, _at: [usize; 3], _value: f64) {}

    /// A working copy, as of a volume.
    pub fn coarse(&self, spacing: f64) -> Coarse {
        Coarse { spacing, ..Coarse::default() }
    }

    /// Writes the file as it was read, compressed, with what [`Nifti::set`] changed.
    ///
    /// # Errors
    /// `E_UNWRITABLE`.
    pub fn write(&self, _sink: impl Write) -> Outcome<()> {
        let _ = &self.bytes;
        Err(Fault(Code::Internal))
    }
}

/// Writes a volume as .nii.gz: stored values with one scale, or rescaled floats where the slices
/// are scaled differently.
///
/// # Errors
/// `E_UNWRITABLE`.
pub fn write_volume(_sink: impl Write, _volume: &Volume) -> Outcome<()> {
    Err(Fault(Code::Internal))
}

/// Writes a mask over a volume as .nii.gz of u8: one byte for each voxel, slice by slice, row by row.
///
/// # Errors
/// `E_UNWRITABLE`, `E_INTERNAL` when there are not as many bytes as voxels.
pub fn write_mask(_sink: impl Write, _volume: &Volume, _mask: &[u8]) -> Outcome<()> {
    Err(Fault(Code::Internal))
}
