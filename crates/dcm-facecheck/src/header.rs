//! Headers of files and the images that they describe.

use std::path::Path;

use dicom_common::code::Outcome;
use dicom_common::dataset::{Parsed, ReadLimits, open, parse};
use dicom_common::imaging::series::Image;
use dicom_common::pipeline::seal::Seal;

/// The header of a file.
///
/// # Errors
/// The code that says why it cannot be read.
pub fn header(path: &Path, seal: &Seal) -> Outcome<Parsed> {
    let (file, len) = open(path)?;
    seal.check(&file, len)?;
    parse(&file, len, &ReadLimits::default())
}

/// The image of a file.
///
/// # Errors
/// The code that says why it cannot be read.
pub fn image(path: &Path) -> Outcome<Image> {
    Image::of(&header(path, &Seal::default())?)
}
