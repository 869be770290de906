//! Headers of files and the images that they describe.

use std::path::Path;

use dicom_common::code::Outcome;
use dicom_common::dataset::{ReadLimits, parse};
use dicom_common::imaging::series::Image;
use dicom_common::pipeline::same_file::SameFile;
use dicom_common::pipeline::seal::Seal;

/// The image of a file that is opened for the first time.
///
/// # Errors
/// The code that says why it cannot be read.
pub fn new_image(path: &Path) -> Outcome<(SameFile, Image)> {
    let (same, file, len) = SameFile::open(path, &Seal::default())?;
    Ok((same, Image::of(&parse(&file, len, &ReadLimits::default())?)?))
}

/// The image of a file that was opened before.
///
/// # Errors
/// `E_CHANGED`, or the code that says why it cannot be read.
pub fn image(file: &SameFile) -> Outcome<Image> {
    let (file, len) = file.again()?;
    Image::of(&parse(&file, len, &ReadLimits::default())?)
}
