//! What the header says of the pixels (PS3.3 C.7.6.3).

use dicom_dictionary_std::tags;

use crate::reader::{DataSet, Encoding};

/// Number of Frames; 1 where there is none, none where it cannot be read.
pub fn frames(dataset: &DataSet) -> Option<u64> {
    match dataset.get(tags::NUMBER_OF_FRAMES).filter(|e| !e.is_blank()) {
        None => Some(1),
        Some(_) => dataset.ascii(tags::NUMBER_OF_FRAMES)?.parse().ok(),
    }
}

/// Pixels of a frame.
pub fn pixels(dataset: &DataSet, encoding: Encoding) -> Option<u64> {
    let number = |tag| dataset.u16(tag, encoding).map(u64::from);
    number(tags::ROWS)?.checked_mul(number(tags::COLUMNS)?)
}
