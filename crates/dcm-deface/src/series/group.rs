//! Which images of a study are treated as one series.

use dicom_common::code::Code;
use dicom_common::imaging::series::Image;

/// What separates the images of a study: images are treated together where all of it is the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    /// Series Instance UID of the images.
    pub series: String,
    /// Frame of Reference UID of the images; empty where there is none.
    pub frame_of_reference: String,
    /// The code of pictures that are no slices; none for slices.
    pub projection: Option<Code>,
}

impl Group {
    /// The group of an image.
    pub fn of(image: &Image) -> Self {
        Self {
            series: image.series.clone(),
            frame_of_reference: image.frame_of_reference.clone(),
            projection: image.projection(),
        }
    }
}
