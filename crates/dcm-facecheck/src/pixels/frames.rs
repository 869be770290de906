//! The frames of a file, read one by one.

use std::fs::File;
use std::io::{Cursor, Read};
use std::os::unix::fs::FileExt;
use std::sync::OnceLock;

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::{ReadLimits, parse};
use dicom_common::imaging::bounds::Declared;
use dicom_common::imaging::series::{Image, PixelData, PixelFormat};

use super::decode::{Encoded, stored_values};
use super::decoder::decoded;
use super::fragments::Fragments;

/// The frames of one file's pixel data.
pub struct Frames<'a> {
    image: &'a Image,
    content: Content,
    /// A picture: a frame, or all tiles of a mosaic.
    picture: Declared,
    /// The picture of a mosaic once it was decoded.
    mosaic: OnceLock<Outcome<Vec<u8>>>,
}

enum Content {
    /// Native pixel data from this place of the file on, of so many bytes.
    Stored(File, u64, u64),
    /// Native pixel data in memory.
    Memory(Vec<u8>),
    /// Compressed frames.
    Encapsulated(File, Fragments),
}

/// How samples lie once they are decoded.
pub fn normalised(format: PixelFormat) -> PixelFormat {
    PixelFormat { high_bit: format.stored - 1, big_endian: false, ..format }
}

impl<'a> Frames<'a> {
    /// Finds the frames of an image in its file.
    ///
    /// # Errors
    /// `E_PIXEL_LENGTH`, `E_MALFORMED`, `E_TRUNCATED`, `E_UNREADABLE`, `E_TOO_LARGE`.
    pub fn open(mut file: File, image: &'a Image) -> Outcome<Self> {
        let plane = &image.frames.first().ok_or(Fault(Code::Internal))?.plane;
        let (rows, columns, pictures) = match image.tiling {
            Some(tiling) => (tiling.picture_rows, tiling.picture_columns, 1),
            None => (plane.rows, plane.columns, image.frames.len()),
        };
        let content = match &image.pixels {
            PixelData::Native(extent) => Content::Stored(file, extent.offset, extent.len),
            PixelData::Inline(bytes) => Content::Memory(bytes.clone()),
            PixelData::Deflated(extent) => {
                let mut dataset = inflate(&mut file)?;
                let start = usize::try_from(extent.offset).map_err(|_| Fault(Code::TooLarge))?;
                Content::Memory(dataset.split_off(start.min(dataset.len())))
            }
            PixelData::Encapsulated(extent) => {
                let fragments = Fragments::find(&file, *extent, pictures)?;
                Content::Encapsulated(file, fragments)
            }
        };
        let picture = Declared { rows, columns, format: image.format };
        Ok(Self { image, content, picture, mosaic: OnceLock::new() })
    }

    /// The stored values of a frame, normalised; of a mosaic those of a tile.
    ///
    /// # Errors
    /// Those of [`stored_values`], `E_TRUNCATED`, `E_UNREADABLE`.
    pub fn frame(&self, index: usize) -> Outcome<Vec<u8>> {
        let Some(tiling) = self.image.tiling else { return self.picture(index) };
        let picture =
            self.mosaic.get_or_init(|| self.picture(0)).as_ref().map_err(|fault| *fault)?;
        tiling.tile(picture, index, self.image.format.bytes()).ok_or(Fault(Code::PixelLength))
    }

    fn picture(&self, index: usize) -> Outcome<Vec<u8>> {
        let short = Fault(Code::PixelLength);
        let Declared { rows, columns, format } = self.picture;
        let len = rows * columns * format.bytes();
        let start = index.checked_mul(len).ok_or(short)?;
        match &self.content {
            Content::Stored(file, offset, all) => {
                if (start + len) as u64 > *all {
                    return Err(short);
                }
                let mut bytes = vec![0; len];
                let at = offset + start as u64;
                file.read_exact_at(&mut bytes, at).map_err(|error| Fault::reading(&error))?;
                stored_values(Encoded::Native(bytes), &self.picture)
            }
            Content::Memory(bytes) => {
                let bytes = bytes.get(start..start + len).ok_or(short)?.to_vec();
                stored_values(Encoded::Native(bytes), &self.picture)
            }
            Content::Encapsulated(file, fragments) => {
                let stream = fragments.read(file, index)?;
                decoded(&stream, &self.image.syntax, &self.picture)
            }
        }
    }
}

/// The data set of a deflated file; that it is no larger than memory allows its reader sees to.
fn inflate(file: &mut File) -> Outcome<Vec<u8>> {
    let limits = ReadLimits::default();
    let mut bytes = Vec::new();
    let len = file.metadata().map_err(|error| Fault::reading(&error))?.len();
    if len > limits.memory {
        return Err(Fault(Code::TooLarge));
    }
    file.take(len).read_to_end(&mut bytes).map_err(|error| Fault::reading(&error))?;
    parse(Cursor::new(bytes), len, &limits)?.inflated.ok_or(Fault(Code::Changed))
}
