//! NIfTI files as SimpleITK writes them: enough to read what is predicted, and to write labels.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]
#![allow(clippy::panic, dead_code, reason = "each test uses its part")]

use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use ndarray::Array3;

/// An image, and its header for images of the same place.
pub struct Nifti {
    pub values: Array3<f32>,
    /// Along z, y, x.
    pub spacing: [f64; 3],
    header: Vec<u8>,
}

impl Nifti {
    /// Reads a .nii.gz file with little-endian numbers of 8 or 16 bits or of single precision.
    pub fn read(path: &Path) -> Nifti {
        let mut bytes = Vec::new();
        GzDecoder::new(fs::File::open(path).unwrap()).read_to_end(&mut bytes).unwrap();
        let short = |at: usize| i16::from_le_bytes([bytes[at], bytes[at + 1]]);
        let single = |at: usize| f32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
        let [nx, ny, nz] = [42, 44, 46].map(|at| short(at) as usize);
        let slope = if single(112) == 0.0 { 1.0 } else { single(112) };
        let values = &bytes[single(108) as usize..];
        let stored: Vec<f32> = match short(70) {
            2 => values.iter().map(|&v| v.into()).collect(),
            4 => values.as_chunks().0.iter().map(|&v| i16::from_le_bytes(v).into()).collect(),
            512 => values.as_chunks().0.iter().map(|&v| u16::from_le_bytes(v).into()).collect(),
            16 => values.as_chunks().0.iter().map(|&v| f32::from_le_bytes(v)).collect(),
            other => panic!("values of type {other}"),
        };
        let values = stored.into_iter().map(|value| value * slope + single(116)).collect();
        Nifti {
            values: Array3::from_shape_vec((nz, ny, nx), values).unwrap(),
            spacing: [88, 84, 80].map(|at| single(at).into()),
            header: bytes[..348].to_vec(),
        }
    }

    /// Writes labels that lie where this image does.
    pub fn write_labels(&self, labels: &Array3<u8>, path: &Path) {
        let mut header = self.header.clone();
        // Type and bits; no slope, no intercept.
        header[70..74].copy_from_slice(&[2, 0, 8, 0]);
        header[108..112].copy_from_slice(&352f32.to_le_bytes());
        header[112..120].fill(0);
        header.extend([0; 4]);
        let mut to = GzEncoder::new(fs::File::create(path).unwrap(), Compression::fast());
        to.write_all(&header).unwrap();
        to.write_all(&labels.iter().copied().collect::<Vec<u8>>()).unwrap();
        to.finish().unwrap();
    }
}
