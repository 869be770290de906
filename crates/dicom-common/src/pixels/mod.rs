//! Decoding frames to native stored values: one function, which normalizes or refuses.

use std::fs::File;

use crate::code::{Code, Fault, Outcome};
use crate::series::Image;

/// The frames of one file's pixel data.
#[derive(Debug)]
pub struct Frames {
    _file: File,
}

impl Frames {
    /// Finds the frames of an image in its file.
    ///
    /// # Errors
    /// `E_TRANSFER_SYNTAX` for a codec that is not supported, `E_PIXEL_LENGTH`, `E_MALFORMED`,
    /// `E_UNREADABLE`, `E_CHANGED`.
    pub fn open(_file: File, _image: &Image) -> Outcome<Frames> {
        Err(Fault(Code::Internal))
    }

    /// The stored values of a frame, as [`Image::format`] lays them out: [`Image::frame_len`]
    /// bytes, row by row. Native pixel data is not changed at all.
    ///
    /// # Errors
    /// `E_CODEC`, `E_PIXEL_FORMAT`, `E_PIXEL_LENGTH`, `E_TRUNCATED`, `E_UNREADABLE`.
    pub fn frame(&self, _index: usize) -> Outcome<Vec<u8>> {
        Err(Fault(Code::Internal))
    }
}

/// Compresses a native little-endian frame with JPEG-LS lossless (1.2.840.10008.1.2.4.80).
///
/// # Errors
/// `E_VERIFICATION` when decoding does not give the frame back, `E_PIXEL_FORMAT`.
pub fn jpeg_ls_lossless(
    _frame: &[u8],
    _rows: usize,
    _columns: usize,
    _format: &crate::series::PixelFormat,
) -> Outcome<Vec<u8>> {
    Err(Fault(Code::Internal))
}
