//! NIfTI files that are read, changed in places, and written again.

use std::io::{BufRead, BufReader, Read, Write};

use flate2::Compression;
use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;
use nalgebra::{Matrix4, Point3, Vector3};
use rayon::prelude::*;

use super::header::{Header, SIZE};
use crate::code::{Code, Fault, Outcome};
use crate::imaging::volume::{Coarse, Grid, Sheet};

/// Bytes of a file, inflated: 640 voxels of two bytes along each axis. A file of some megabytes can
/// inflate to gigabytes.
const LARGEST: usize = 512 << 20;

/// A NIfTI-1 image as it was read: its own bytes, so that what is not changed stays as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Nifti {
    header: Header,
    /// Header, extensions, values.
    bytes: Vec<u8>,
}

impl Nifti {
    /// Reads a .nii or .nii.gz file (told apart by content); [`write_volume`](super::write_volume) has
    /// an example. Where several images follow each
    /// other (time, echoes), they share one space: the first is looked at, all are changed.
    ///
    /// # Errors
    /// `E_NIFTI`, `E_PIXEL_FORMAT` for types other than real numbers, `E_GEOMETRY`, `E_TRUNCATED`,
    /// `E_TOO_LARGE`, `E_UNREADABLE`.
    pub fn read(source: impl Read) -> Outcome<Nifti> {
        let mut source = BufReader::new(source);
        let start = source.fill_buf().map_err(|e| Fault::reading(&e))?;
        if start.starts_with(&[0x1F, 0x8B]) {
            Self::read_plain(MultiGzDecoder::new(source))
        } else {
            Self::read_plain(source)
        }
    }

    fn read_plain(mut source: impl Read) -> Outcome<Nifti> {
        let reading = |e| Fault::reading(&e);
        let mut bytes = Vec::new();
        source.by_ref().take(SIZE as u64).read_to_end(&mut bytes).map_err(reading)?;
        let header = Header::read(&bytes)?;
        let [i, j, k] = header.shape;
        let len = [j, k, header.volumes, header.data_type.bytes()]
            .into_iter()
            .try_fold(i, usize::checked_mul)
            .and_then(|len| len.checked_add(header.offset))
            .filter(|len| *len <= LARGEST)
            .ok_or(Fault(Code::TooLarge))?;
        // What follows the values is kept too, if it is not too much.
        let limit = (len - SIZE + 1 + (1 << 20)) as u64;
        source.take(limit).read_to_end(&mut bytes).map_err(reading)?;
        if bytes.len() < len {
            return Err(Fault(Code::Truncated));
        }
        if bytes.len() > len + (1 << 20) {
            return Err(Fault(Code::Nifti));
        }
        Ok(Nifti { header, bytes })
    }

    /// Whether a compressed file holds this image, byte for byte; it is not kept in memory.
    pub fn is_in(&self, source: impl Read) -> bool {
        let mut source = MultiGzDecoder::new(BufReader::new(source));
        let mut buffer = vec![0; 1 << 16];
        let same = self.bytes.chunks(buffer.len()).all(|chunk| {
            let there = buffer.get_mut(..chunk.len()).unwrap_or_default();
            source.read_exact(there).is_ok() && there == chunk
        });
        same && matches!(source.read(&mut buffer), Ok(0))
    }

    /// Columns, rows, slices: the first index runs fastest.
    pub fn shape(&self) -> [usize; 3] {
        self.header.shape
    }

    /// (i, j, k, 1) → LPS mm.
    pub fn affine(&self) -> Matrix4<f64> {
        self.header.affine
    }

    /// The centre of a voxel, LPS mm.
    pub fn point(&self, at: [usize; 3]) -> Point3<f64> {
        let [i, j, k] = at.map(|i| i as f64);
        self.header.affine.transform_point(&Point3::new(i, j, k))
    }

    /// The scaled value of a voxel; NaN outside.
    pub fn value(&self, at: [usize; 3]) -> f32 {
        let Some(place) = self.place(at) else { return f32::NAN };
        let size = self.header.data_type.bytes();
        self.bytes.get(place..place + size).map_or(f32::NAN, |bytes| self.scaled(bytes))
    }

    /// What `of` makes of the scaled value of each voxel of the first image, in the order of the file:
    /// the first index runs fastest.
    pub fn map<T: Copy + Send + Sync>(&self, of: impl Fn(f32) -> T + Sync) -> Vec<T> {
        let size = self.header.data_type.bytes();
        let first = self.header.offset;
        let stored = self.bytes.get(first..first + self.volume_len()).unwrap_or_default();
        let value = |bytes: &[u8]| of(self.scaled(bytes));
        if size == 1 {
            // There are no more than 256 results.
            let results = std::array::from_fn::<T, 256, _>(|byte| value(&[byte as u8]));
            let result = |byte: &u8| results.get(usize::from(*byte)).copied();
            return stored.par_iter().filter_map(result).collect();
        }
        stored.par_chunks_exact(size).map(value).collect()
    }

    /// Whether the scaled values of the first image fulfil `is`, in bits of which the lowest is the first, 64 in a
    /// number.
    pub fn bits(&self, is: impl Fn(f32) -> bool + Sync) -> Vec<u64> {
        let size = self.header.data_type.bytes();
        let first = self.header.offset;
        let stored = self.bytes.get(first..first + self.volume_len()).unwrap_or_default();
        // There are no more than 256 results of single bytes.
        let of_byte =
            std::array::from_fn::<bool, 256, _>(|byte| size == 1 && is(self.scaled(&[byte as u8])));
        let result = |bytes: &[u8]| match bytes {
            &[byte] => of_byte.get(usize::from(byte)) == Some(&true),
            bytes => is(self.scaled(bytes)),
        };
        let word = |values: &[u8]| {
            let each = values.chunks_exact(size.max(1)).enumerate();
            each.fold(0, |word, (at, bytes)| word | u64::from(result(bytes)) << at)
        };
        stored.par_chunks(64 * size.max(1)).map(word).collect()
    }

    /// Sets a voxel to the stored value that is nearest to `value` in scaled units, in all images
    /// that follow each other. All other bytes stay; a voxel outside is passed over.
    pub fn set(&mut self, at: [usize; 3], value: f64) {
        let Some(first) = self.place(at) else { return };
        let (size, volume) = (self.header.data_type.bytes(), self.volume_len());
        let stored = (value - self.header.intercept) / self.header.slope;
        let stored = self.header.data_type.nearest(stored, self.header.order);
        for place in (0..self.header.volumes).map(|volume_index| first + volume_index * volume) {
            if let (Some(bytes), Some(stored)) =
                (self.bytes.get_mut(place..place + size), stored.get(..size))
            {
                bytes.copy_from_slice(stored);
            }
        }
    }

    /// A working copy, as [`crate::imaging::volume::Volume::coarse`] makes of a volume.
    pub fn coarse(&self, spacing: f64) -> Coarse {
        let [columns, rows, slices] = self.header.shape;
        let axis = |column: usize| Vector3::from(self.header.affine.fixed_view::<3, 1>(0, column));
        let (by_column, by_row) = (axis(0), axis(1));
        let across = by_column.cross(&by_row).normalize();
        // Slices can run against the direction that rows and columns make.
        let forward = across.dot(&axis(2)) > 0.0;
        let sheet = |index: usize| {
            let k = if forward { index } else { slices - 1 - index };
            let fill = |row: usize, values: &mut [f32]| {
                for (column, value) in values.iter_mut().enumerate() {
                    let found = self.value([column, row, k]);
                    *value = if found.is_finite() { found } else { 0.0 };
                }
            };
            let grid = Grid { origin: self.point([0, 0, k]), by_row, by_column, rows, columns };
            Sheet::average(&grid, spacing, fill)
        };
        let sheets = (0..slices).into_par_iter().map(sheet).collect();
        Coarse::of(sheets, &across, spacing)
    }

    /// Writes the file as it was read, compressed, with what [`Nifti::set`] changed.
    ///
    /// # Errors
    /// `E_UNWRITABLE`.
    pub fn write(&self, sink: impl Write) -> Outcome<()> {
        let unwritable = |e| Fault::writing(&e);
        let mut sink = GzEncoder::new(sink, Compression::fast());
        sink.write_all(&self.bytes).map_err(unwritable)?;
        sink.finish().and_then(|mut sink| sink.flush()).map_err(unwritable)
    }

    fn volume_len(&self) -> usize {
        let [i, j, k] = self.header.shape;
        i * j * k * self.header.data_type.bytes()
    }

    /// Where a voxel's bytes begin, in the first image.
    fn place(&self, [i, j, k]: [usize; 3]) -> Option<usize> {
        let [columns, rows, slices] = self.header.shape;
        let inside = i < columns && j < rows && k < slices;
        let index = (k * rows + j) * columns + i;
        inside.then(|| self.header.offset + index * self.header.data_type.bytes())
    }

    /// The scaled value in its bytes.
    fn scaled(&self, bytes: &[u8]) -> f32 {
        (self.header.slope * self.header.data_type.number(bytes, self.header.order)
            + self.header.intercept) as f32
    }
}
