//! Whether numbers that describe a person are rounded.

use dicom_dictionary_std::tags;

use crate::age::{Age, is_above_89};
use crate::reader::{Tag, VR, is_characters, split_values, trim};
use crate::reason::Reason;

/// Numbers as text are multiples within this.
const EXACT: f64 = 1e-6;

/// Whether every value is a multiple of `width` in the unit that makes sense (Patient's Size in
/// centimetres, ages in their own unit), or an interval of that width (`40-44`).
pub(super) fn rounded(tag: Tag, vr: VR, bytes: &[u8], width: u32) -> Reason {
    if !is_characters(vr) {
        // Numbers in binary are emptied or zeroed.
        return if bytes.iter().all(|b| *b == 0) { Reason::Dummy } else { Reason::NotRounded };
    }
    if vr == VR::AS && too_old(bytes) {
        return Reason::TooOld;
    }
    let accepted = |value: &[u8]| {
        let Ok(text) = std::str::from_utf8(value) else { return false };
        let multiple = match (vr, tag) {
            _ if text.is_empty() => return true,
            (VR::AS, _) => Age::parse(text).is_some_and(|age| age.number % width.max(1) == 0),
            (_, tags::PATIENT_SIZE) => is_size(text, width),
            _ => text.parse().is_ok_and(|number| is_multiple(number, width)),
        };
        multiple || is_interval(text, width)
    };
    if split_values(bytes).all(accepted) { Reason::Rounded } else { Reason::NotRounded }
}

/// Whether one of the ages is above 89 years and not the category of these.
pub(super) fn too_old(bytes: &[u8]) -> bool {
    std::str::from_utf8(trim(bytes)).is_ok_and(|text| text.split('\\').any(is_above_89))
}

/// Metres by the standard; values above 3 can only be centimetres.
fn is_size(text: &str, width: u32) -> bool {
    let Ok(number) = text.parse::<f64>() else { return false };
    is_multiple(if number.abs() > 3.0 { number } else { number * 100.0 }, width)
}

fn is_multiple(number: f64, width: u32) -> bool {
    let width = f64::from(width.max(1));
    number.is_finite() && (number - (number / width).round() * width).abs() < EXACT
}

fn is_interval(text: &str, width: u32) -> bool {
    let plain = text.trim_end_matches(['D', 'W', 'M', 'Y']);
    let Some((low, high)) = plain.split_once('-') else { return false };
    match (low.parse::<u32>(), high.parse::<u32>()) {
        (Ok(low), Ok(high)) => {
            low % width.max(1) == 0 && high.checked_sub(low) == width.checked_sub(1)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(tag: Tag, vr: VR, text: &str) -> Reason {
        rounded(tag, vr, text.as_bytes(), 5)
    }

    #[test]
    fn multiples_and_intervals_are_accepted() {
        for text in ["1.75 ", "175", "0", "1.70\\1.75"] {
            assert_eq!(judged(tags::PATIENT_SIZE, VR::DS, text), Reason::Rounded, "{text}");
        }
        for text in ["60", "0\\15\\", "60.0", "40-44"] {
            assert_eq!(judged(tags::PATIENT_WEIGHT, VR::DS, text), Reason::Rounded, "{text}");
        }
        for text in ["045Y", "020M", "040-044Y", "090Y"] {
            assert_eq!(judged(tags::PATIENT_AGE, VR::AS, text), Reason::Rounded, "{text}");
        }
    }

    #[test]
    fn other_numbers_and_words_are_not() {
        assert_eq!(judged(tags::PATIENT_SIZE, VR::DS, "1.73"), Reason::NotRounded);
        for text in ["61.3", "60\\61", "heavy", "41-45", "inf"] {
            assert_eq!(judged(tags::PATIENT_WEIGHT, VR::DS, text), Reason::NotRounded, "{text}");
        }
        assert_eq!(judged(tags::PATIENT_AGE, VR::AS, "043Y"), Reason::NotRounded);
        assert_eq!(judged(tags::PATIENT_AGE, VR::AS, "095Y"), Reason::TooOld);
        assert_eq!(rounded(tags::HEART_RATE, VR::US, &[60, 0], 5), Reason::NotRounded);
    }

    #[test]
    fn great_ages_are_found_in_any_unit() {
        assert!(too_old(b"093Y") && too_old(b"093") && too_old(b"045Y\\101Y"));
        assert!(!too_old(b"090Y") && !too_old(b"089Y") && !too_old(b"900D") && !too_old(b""));
    }
}
