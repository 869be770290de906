//! What the header says of the pixels (PS3.3 C.7.6.3).

use dicom_dictionary_std::tags;

use crate::reader::{DataSet, Encoding, VR};

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

/// Bits of the pixels of a frame in an attribute of this value representation.
pub fn frame_bits(dataset: &DataSet, encoding: Encoding, vr: VR) -> Option<u64> {
    let number = |tag| dataset.u16(tag, encoding).map(u64::from);
    let samples = number(tags::SAMPLES_PER_PIXEL).unwrap_or(1);
    let bits = match vr {
        VR::OF => 32,
        VR::OD => 64,
        _ => number(tags::BITS_ALLOCATED)?,
    };
    // Two chroma samples serve two pixels (PS3.3 C.7.6.3.1.2).
    let halved = matches!(
        dataset.ascii(tags::PHOTOMETRIC_INTERPRETATION),
        Some("YBR_FULL_422" | "YBR_PARTIAL_422")
    );
    let bits = if halved && samples == 3 { 2 * bits } else { samples.checked_mul(bits)? };
    pixels(dataset, encoding)?.checked_mul(bits)
}
