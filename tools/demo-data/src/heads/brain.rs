//! The brain in the field of view as a NIfTI mask.

use crate::stack::Stack;
use crate::truth::Truth;
use crate::vec3::{Vec3, vec3};
use flate2::{Compression, GzBuilder};
use rayon::prelude::*;
use std::io::Write;

/// Distance of the mask's voxels, in mm.
const SPACING: f64 = 2.0;

/// A mask on a grid along the axes: x from right to left, y from front to back, z from feet to head (LPS).
pub struct Mask {
    /// The first voxel, in LPS mm.
    origin: Vec3,
    /// Voxels along each axis.
    size: [u16; 3],
    /// 1 in the brain, else 0; x changes fastest.
    values: Vec<u8>,
}

/// What of the brain lies in the stack.
pub fn mask(truth: &Truth, stack: &Stack) -> Mask {
    const SIDE: u16 = 130;
    let reach = vec3(1.0, 1.0, 1.0) * (SPACING * f64::from(SIDE - 1) / 2.0);
    let origin = truth.brain_centre() - reach;
    let value = |index: u32| {
        let side = u32::from(SIDE);
        let (x, y, z) = (index % side, index / side % side, index / side / side);
        let p = origin + vec3(f64::from(x), f64::from(y), f64::from(z)) * SPACING;
        u8::from(truth.is_brain(p) && stack.sees(p))
    };
    let values = (0..u32::from(SIDE).pow(3)).into_par_iter().map(value).collect();
    Mask { origin, size: [SIDE; 3], values }
}

impl Mask {
    /// The volume that is set.
    pub fn millilitres(&self) -> f64 {
        let set: u32 = self.values.iter().map(|&v| u32::from(v)).sum();
        f64::from(set) * SPACING.powi(3) / 1000.0
    }

    /// The mask as a gzipped NIfTI-1 file whose sform leads to RAS mm.
    pub fn nifti_gz(&self) -> std::io::Result<Vec<u8>> {
        let mut gz = GzBuilder::new().write(Vec::new(), Compression::fast());
        gz.write_all(&self.header())?;
        gz.write_all(&self.values)?;
        gz.finish()
    }

    /// Header of 348 bytes and an empty extension, as <https://nifti.nimh.nih.gov/nifti-1> lays down.
    fn header(&self) -> Vec<u8> {
        let mut header = Vec::with_capacity(352);
        let mut at = |offset: usize, bytes: &[u8]| {
            header.resize(header.len().max(offset), 0);
            header.extend_from_slice(bytes);
        };
        let [x, y, z] = self.size;
        at(0, &348_i32.to_le_bytes());
        at(40, &words([3, x, y, z, 1, 1, 1, 1]));
        at(70, &words([2, 8])); // unsigned bytes
        at(76, &floats([1.0, SPACING, SPACING, SPACING]));
        at(108, &floats([352.0, 1.0, 0.0]));
        at(123, &[2]); // mm
        at(254, &words([1])); // the sform is a scanner's
        at(280, &floats([-SPACING, 0.0, 0.0, -self.origin.x]));
        at(296, &floats([0.0, -SPACING, 0.0, -self.origin.y]));
        at(312, &floats([0.0, 0.0, SPACING, self.origin.z]));
        at(344, b"n+1\0");
        at(352, &[]);
        header
    }
}

fn words<const N: usize>(values: [u16; N]) -> Vec<u8> {
    values.iter().flat_map(|v| v.to_le_bytes()).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "NIfTI keeps single precision")]
fn floats<const N: usize>(values: [f64; N]) -> Vec<u8> {
    values.iter().flat_map(|&v| (v as f32).to_le_bytes()).collect()
}
