//! Whether native pixel data is as long as its description says (PS3.3 C.7.6.3, PS3.5 8.1.1).

use dicom_dictionary_std::tags;

use crate::pixel_description::{frames, pixels};
use crate::reader::{Contents, DataSet, Encoding, Tag, VR, Value};
use crate::reason::Reason;

/// Attributes that hold pixels.
pub(super) const PIXELS: [Tag; 3] =
    [tags::PIXEL_DATA, tags::FLOAT_PIXEL_DATA, tags::DOUBLE_FLOAT_PIXEL_DATA];

/// What is wrong with the length of native pixel data: pixels are missing, or bytes follow the last
/// one, but for the pad byte; no viewer shows these.
pub(super) fn length(contents: &Contents) -> Option<Reason> {
    let dataset = &contents.dataset;
    let pixels = PIXELS.iter().find_map(|tag| dataset.get(*tag))?;
    let length = match &pixels.value {
        Value::Bytes(bytes) => bytes.len() as u64,
        Value::Stored(extent) => extent.len,
        Value::Fragments(_) => return None,
        Value::Items(_) => return Some(Reason::BehindPixels),
    };
    match described(dataset, contents.syntax.encoding, pixels.vr) {
        None => Some(Reason::BehindPixels),
        Some(0) => None,
        Some(described) if length < described => Some(Reason::PixelsMissing),
        Some(described) if length > described.next_multiple_of(2) => Some(Reason::BehindPixels),
        Some(_) => None,
    }
}

/// Rows, columns, samples, bits and frames as bytes.
fn described(dataset: &DataSet, encoding: Encoding, vr: VR) -> Option<u64> {
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
    Some(pixels(dataset, encoding)?.checked_mul(frames(dataset)?)?.checked_mul(bits)?.div_ceil(8))
}
