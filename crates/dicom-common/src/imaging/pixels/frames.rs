//! The frames of a file's pixel data.

use std::fs::File;
use std::io::Cursor;
use std::os::unix::fs::FileExt;
use std::sync::OnceLock;

use super::codec::Codec;
use super::decoder;
use super::fragments::Fragments;
use super::layout::Layout;
use crate::code::{Code, Fault, Outcome};
use crate::dataset::{Extent, ReadLimits, Syntax, parse};
use crate::imaging::series::{Image, PixelData, Tiling};

/// The frames of one file's pixel data.
#[derive(Debug)]
pub struct Frames {
    content: Content,
    /// As the file declares it, which the decoders go by.
    declared: Layout,
    /// As the decoders give it.
    decoded: Layout,
    /// How the frames are tiled into one picture, and that picture once it was read.
    tiles: Option<(Tiling, OnceLock<Outcome<Vec<u8>>>)>,
}

#[derive(Debug)]
enum Content {
    /// Native pixel data in its file.
    Stored(File, Extent),
    /// Native pixel data in memory, from this offset on.
    Memory(Vec<u8>, usize),
    /// Compressed frames in their file.
    Encapsulated(File, Fragments, Codec),
}

impl Frames {
    /// Finds the frames of a CT or MR image in its file.
    ///
    /// # Errors
    /// Those of [`Frames::find`].
    pub fn open(file: File, image: &Image) -> Outcome<Frames> {
        let plane = &image.frames.first().ok_or(Fault(Code::Internal))?.plane;
        let layout = match image.tiling {
            Some(tiling) => Layout::grey(tiling.picture_rows, tiling.picture_columns, image.format),
            None => {
                let layout = Layout::grey(plane.rows, plane.columns, image.format);
                Layout { frames: image.frames.len(), ..layout }
            }
        };
        let frames = Frames::find(file, &image.pixels, layout, &image.syntax)?;
        Ok(Frames { tiles: image.tiling.map(|tiling| (tiling, OnceLock::new())), ..frames })
    }

    /// Finds the frames of an image that is laid out like this in its file.
    ///
    /// # Errors
    /// `E_TRANSFER_SYNTAX` for a codec that is not supported, `E_CODEC` for a compressed frame that takes
    /// more memory than one may, `E_PIXEL_LENGTH`, `E_MALFORMED`,
    /// `E_TRUNCATED`, `E_UNREADABLE`; for deflated files those of [`parse`].
    pub fn find(
        file: File,
        pixels: &PixelData,
        declared: Layout,
        syntax: &Syntax,
    ) -> Outcome<Frames> {
        let mut decoded = declared;
        let content = match pixels {
            PixelData::Native(extent) => Content::Stored(file, *extent),
            PixelData::Inline(bytes) => Content::Memory(bytes.clone(), 0),
            PixelData::Deflated(extent) => {
                let start = usize::try_from(extent.offset).map_err(|_| Fault(Code::TooLarge))?;
                Content::Memory(inflate(&file)?, start)
            }
            PixelData::Encapsulated(extent) => {
                let codec = Codec::of(syntax)?;
                if !declared.is_bearable() {
                    return Err(Fault(Code::Codec));
                }
                decoded = codec.layout(declared);
                let fragments = Fragments::find(&file, *extent, declared.frames)?;
                Content::Encapsulated(file, fragments, codec)
            }
        };
        Ok(Frames { content, declared, decoded, tiles: None })
    }

    /// How the frames are laid out once they are decoded.
    pub fn layout(&self) -> &Layout {
        &self.decoded
    }

    /// The stored values of a frame, as [`Frames::layout`] says; of a mosaic those of a tile. Native pixel
    /// data is not changed at all.
    ///
    /// # Errors
    /// `E_CODEC`, `E_PIXEL_LENGTH`, `E_TRUNCATED`, `E_UNREADABLE`.
    pub fn frame(&self, index: usize) -> Outcome<Vec<u8>> {
        let Some((tiling, read)) = &self.tiles else { return self.picture(index) };
        let picture = read.get_or_init(|| self.picture(0)).as_ref().map_err(|fault| *fault)?;
        let bytes = self.decoded.format.bytes();
        tiling.tile(picture, index, bytes).ok_or(Fault(Code::PixelLength))
    }

    /// The stored values of a picture: a frame, or all tiles of a mosaic.
    ///
    /// # Errors
    /// Those of [`Frames::frame`].
    pub fn picture(&self, index: usize) -> Outcome<Vec<u8>> {
        if index >= self.declared.frames {
            return Err(Fault(Code::PixelLength));
        }
        let short = Fault(Code::PixelLength);
        let len = self.decoded.frame_len();
        let offset = index.checked_mul(len).ok_or(short)?;
        match &self.content {
            Content::Stored(file, extent) => {
                if (offset + len) as u64 > extent.len {
                    return Err(short);
                }
                let mut bytes = vec![0; len];
                file.read_exact_at(&mut bytes, extent.offset + offset as u64)
                    .map_err(|e| Fault::reading(&e))?;
                Ok(bytes)
            }
            Content::Memory(bytes, start) => {
                let start = start + offset;
                bytes.get(start..start + len).map(<[u8]>::to_vec).ok_or(short)
            }
            Content::Encapsulated(file, fragments, codec) => {
                let encoded = fragments.read(file, index)?;
                decoder::decode(*codec, &encoded, &self.declared, len)
            }
        }
    }
}

/// The data set of a deflated file.
fn inflate(file: &File) -> Outcome<Vec<u8>> {
    let len = file.metadata().map_err(|e| Fault::reading(&e))?.len();
    let size = usize::try_from(len).map_err(|_| Fault(Code::TooLarge))?;
    if len > ReadLimits::default().memory {
        return Err(Fault(Code::TooLarge));
    }
    let mut bytes = vec![0; size];
    file.read_exact_at(&mut bytes, 0).map_err(|e| Fault::reading(&e))?;
    let parsed = parse(Cursor::new(bytes), len, &ReadLimits::default())?;
    parsed.inflated.ok_or(Fault(Code::Changed))
}
