//! Stored values of pixels, by another decoder than that of the tool that wrote them: dicom-pixeldata.
//!
//! [`Frames`] finds the frames of a file and reads them one by one, so that a file may be larger than memory;
//! [`decode::stored_values`] is the one function that decodes: what it gives is normalised, or there is a code.
//! Compressed frames are decoded in a process of their own ([`decoder::decoded`]).

mod decode;
mod decoder;
mod fragments;
mod frames;

pub use decoder::DECODER;
pub use frames::{Frames, normalised};

#[cfg(test)]
mod tests;
