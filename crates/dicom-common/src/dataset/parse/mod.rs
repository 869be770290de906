//! Reading a DICOM file (PS3.10 section 7) without trusting it: every declared length is checked
//! against what is there, nesting and memory are bounded, large binary values stay in the source.

mod elements;
mod file;
mod header;
mod limits;
mod pixels;
mod reader;

pub use file::{Parsed, parse};
pub use limits::ReadLimits;

#[cfg(test)]
mod tests;
