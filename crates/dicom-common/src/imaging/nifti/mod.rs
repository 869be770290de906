//! NIfTI-1 files (nifti1.h). Coordinates inside the program are LPS mm; NIfTI's are RAS mm.
//!
//! Headers are written by this module alone and say nothing but shape, type, scale and place: no
//! description, name or date of the original can slip in.

mod byte_order;
mod data_type;
mod fields;
mod header;
mod image;
mod orientation;
mod write;

pub use image::Nifti;
pub use write::{write_mask, write_volume};

#[cfg(test)]
mod tests;
