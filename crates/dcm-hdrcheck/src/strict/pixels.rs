//! What pixel data may hold besides pixels.

use dicom_common::dataset::{DataSet, Parsed, Tag, trim_pixels};
use dicom_dictionary_std::tags;

/// What the length of native pixel data follows from.
const DESCRIPTION: [Tag; 7] = [
    tags::ROWS,
    tags::COLUMNS,
    tags::NUMBER_OF_FRAMES,
    tags::SAMPLES_PER_PIXEL,
    tags::BITS_ALLOCATED,
    tags::PHOTOMETRIC_INTERPRETATION,
    tags::PIXEL_DATA,
];

/// Whether bytes follow the last pixel, but for the pad byte: no viewer shows them.
pub(super) fn has_bytes_behind(parsed: &Parsed) -> bool {
    let pixels = DESCRIPTION.iter().filter_map(|tag| parsed.dataset.get(*tag).cloned()).collect();
    let pixels = DataSet::new(pixels);
    let mut trimmed = pixels.clone();
    trim_pixels(&mut trimmed, &parsed.syntax).is_err() || trimmed != pixels
}

#[cfg(test)]
mod tests {
    use super::*;
    use dicom_common::dataset::{Element, Encoded, FileMeta, ReadLimits, Syntax, VR, parse};
    use std::io::Cursor;

    fn behind(bytes: Vec<u8>) -> bool {
        let number = |tag, n: u16| Element::new(tag, VR::US, n.to_le_bytes().to_vec());
        let syntax = Syntax::from_uid("1.2.840.10008.1.2.1").unwrap();
        let dataset = DataSet::new(vec![
            number(tags::ROWS, 4),
            number(tags::COLUMNS, 4),
            number(tags::BITS_ALLOCATED, 8),
            Element::new(tags::PIXEL_DATA, VR::OB, bytes),
        ]);
        let encoded =
            Encoded::new(FileMeta::rebuilt("1.2", "1.2", &syntax), &dataset, syntax.encoding);
        let file = encoded.to_memory(&[]).unwrap();
        let len = file.len() as u64;
        has_bytes_behind(&parse(Cursor::new(file), len, &ReadLimits::default()).unwrap())
    }

    #[test]
    fn only_what_exceeds_the_description_is_behind() {
        assert!(!behind(vec![0; 16]) && !behind(vec![0; 10]));
        assert!(behind(vec![0; 20]) && behind(vec![0; 40]));
    }
}
