//! Whether the pixel data is all there: parsers accept files that were cut inside it.

use dicom_core::VR;
use dicom_dictionary_std::tags;

use super::element::{DataSet, Element, Value};
use super::syntax::{Encoding, Syntax};
use crate::code::{Code, Fault, Outcome};

const SOP_CLASSES: &str = include_str!("../../data/sop_class_iod.csv");

/// Checks that an image has its pixels, and as many as its description says
/// (PS3.3 C.7.6.3, PS3.5 8.1.1).
///
/// # Errors
/// `E_NO_PIXELS`, `E_PIXEL_LENGTH`; `E_MALFORMED` where the description cannot be read.
pub fn check_complete(dataset: &DataSet, syntax: &Syntax) -> Outcome<()> {
    let pixels = [tags::PIXEL_DATA, tags::FLOAT_PIXEL_DATA, tags::DOUBLE_FLOAT_PIXEL_DATA]
        .into_iter()
        .find_map(|tag| dataset.get(tag));
    let Some(pixels) = pixels else {
        let described = dataset.get(tags::ROWS).is_some() && dataset.get(tags::COLUMNS).is_some();
        let is_image = described || dataset.ascii(tags::SOP_CLASS_UID).is_some_and(is_image_class);
        return if is_image { Err(Fault(Code::NoPixels)) } else { Ok(()) };
    };
    let frames = number_of_frames(dataset)?;
    match &pixels.value {
        Value::Fragments { count, .. } | Value::Rewritten { count, .. } => {
            // Video streams hold all frames in one fragment (PS3.5 8.2.5).
            if *count == 0 || (*count < frames && *count != 1) {
                return Err(Fault(Code::PixelLength));
            }
            Ok(())
        }
        Value::Stored(_) | Value::Bytes(_) => {
            let length = native_length(pixels);
            let expected = expected_length(dataset, syntax.encoding, pixels.vr, frames)
                .ok_or(Fault(Code::Malformed))?;
            if length == 0 && expected > 0 {
                return Err(Fault(Code::NoPixels));
            }
            // The pad byte of an odd length may be missing.
            if length < expected { Err(Fault(Code::PixelLength)) } else { Ok(()) }
        }
        Value::Items(_) => Err(Fault(Code::Malformed)),
    }
}

/// Cuts off what follows the last pixel of native pixel data, but for the pad byte: such bytes are
/// shown by no viewer and can hold anything.
///
/// # Errors
/// `E_PIXEL_LENGTH` when there is a whole frame too much: then the description is wrong;
/// `E_MALFORMED` where it cannot be read.
pub fn trim_pixels(dataset: &mut DataSet, syntax: &Syntax) -> Outcome<()> {
    let Some(pixels) = dataset.get(tags::PIXEL_DATA) else { return Ok(()) };
    let frames = number_of_frames(dataset)?;
    let length = match &pixels.value {
        // Compressed pixels have no length that follows from their description.
        Value::Fragments { .. } | Value::Rewritten { .. } => return Ok(()),
        _ => native_length(pixels),
    };
    let expected = expected_length(dataset, syntax.encoding, pixels.vr, frames)
        .ok_or(Fault(Code::Malformed))?;
    let padded = expected + expected % 2;
    if length <= padded || expected == 0 {
        return Ok(());
    }
    if length - padded >= expected / frames.max(1) {
        return Err(Fault(Code::PixelLength));
    }
    let Some(mut pixels) = dataset.remove(tags::PIXEL_DATA) else { return Ok(()) };
    match &mut pixels.value {
        Value::Stored(extent) => extent.len = padded,
        Value::Bytes(bytes) => bytes.truncate(usize::try_from(padded).unwrap_or(usize::MAX)),
        _ => {}
    }
    dataset.put(pixels);
    Ok(())
}

/// Number of Frames (0028,0008); 1 where there is none. One that cannot be read does not count as
/// none.
///
/// # Errors
/// `E_MALFORMED`.
pub fn number_of_frames(dataset: &DataSet) -> Outcome<u64> {
    match dataset.get(tags::NUMBER_OF_FRAMES).filter(|e| !e.is_empty()) {
        None => Ok(1),
        Some(_) => dataset
            .ascii(tags::NUMBER_OF_FRAMES)
            .and_then(|n| n.parse().ok())
            .ok_or(Fault(Code::Malformed)),
    }
}

/// Whether the objects of a class are images: a cut before the pixels' description leaves no other sign.
fn is_image_class(sop_class: &str) -> bool {
    SOP_CLASSES.lines().any(|line| {
        let iod = line.strip_prefix(sop_class).and_then(|rest| rest.strip_prefix(','));
        iod.is_some_and(|iod| iod.ends_with("-image"))
    })
}

fn native_length(pixels: &Element) -> u64 {
    match &pixels.value {
        Value::Bytes(bytes) => bytes.len() as u64,
        Value::Stored(extent) => extent.len,
        _ => 0,
    }
}

/// Bytes of a native frame of whole numbers (PS3.5 8.1.1); `None` where it is not described.
pub fn frame_length(dataset: &DataSet, encoding: Encoding) -> Option<u64> {
    expected_length(dataset, encoding, VR::OB, 1)
}

/// Rows · columns · samples · bits · frames, in bytes.
fn expected_length(dataset: &DataSet, encoding: Encoding, vr: VR, frames: u64) -> Option<u64> {
    let number = |tag| dataset.u16(tag, encoding).map(u64::from);
    let rows = number(tags::ROWS)?;
    let columns = number(tags::COLUMNS)?;
    let samples = number(tags::SAMPLES_PER_PIXEL).unwrap_or(1);
    let bits = match vr {
        VR::OF => 32,
        VR::OD => 64,
        _ => number(tags::BITS_ALLOCATED)?,
    };
    let pixels = rows.checked_mul(columns)?.checked_mul(frames)?;
    // Two chroma samples serve two pixels (PS3.3 C.7.6.3.1.2).
    let halved = matches!(
        dataset.ascii(tags::PHOTOMETRIC_INTERPRETATION),
        Some("YBR_FULL_422" | "YBR_PARTIAL_422")
    );
    let samples_bits = if halved && samples == 3 { 2 * bits } else { samples.checked_mul(bits)? };
    pixels.checked_mul(samples_bits).map(|bits| bits.div_ceil(8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_without_a_description_are_not_taken_for_trimmed() {
        let pixels = Element::new(tags::PIXEL_DATA, VR::OW, vec![0; 4]);
        let mut dataset = DataSet::new(vec![pixels]);
        let trimmed = trim_pixels(&mut dataset, &Syntax::native(Encoding::ExplicitLittle));
        assert_eq!(trimmed, Err(Fault(Code::Malformed)));
    }

    #[test]
    fn a_number_of_frames_that_cannot_be_read_does_not_count_as_one() {
        let short = |tag, n: u16| Element::new(tag, VR::US, n.to_le_bytes().to_vec());
        let with = |frames: &str| {
            let dataset = DataSet::new(vec![
                short(tags::ROWS, 2),
                short(tags::COLUMNS, 2),
                short(tags::BITS_ALLOCATED, 8),
                Element::new(tags::NUMBER_OF_FRAMES, VR::IS, frames.into()),
                Element::new(tags::PIXEL_DATA, VR::OW, vec![0; 4]),
            ]);
            check_complete(&dataset, &Syntax::native(Encoding::ExplicitLittle))
        };
        assert_eq!((with("1"), with("")), (Ok(()), Ok(())));
        assert_eq!(with("2"), Err(Fault(Code::PixelLength)));
        assert_eq!(with("two"), Err(Fault(Code::Malformed)));
    }
}
