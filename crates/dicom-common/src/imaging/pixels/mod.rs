//! Decoding frames to native stored values: one function, which normalizes or refuses.
//!
//! Decoders of other libraries differ in what they make of signs, padding and damage. Here a frame
//! is exactly as long as its [`Layout`] says, or there is a code. Compressed frames are decoded in a
//! process of its own ([`apart`]), so that a hostile one costs itself.

mod bytes;
mod codec;
mod codestream;
mod decoder;
mod fragments;
mod frames;
mod jpeg;
mod jpeg2000;
mod jpeg_header;
mod jpeg_ls;
mod layout;
mod rle;
mod samples;

pub(super) use codec::Codec;
pub(super) use codestream::Codestream;
pub use decoder::DECODER;
pub use frames::Frames;
pub(super) use jpeg::is_plain as is_plain_jpeg;
pub(super) use jpeg_header::{JpegHeader, LS};
pub use jpeg_ls::jpeg_ls_lossless;
pub use layout::{Colour, Layout};

#[cfg(test)]
mod tests;
