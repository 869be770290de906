//! Rounding of numbers that describe a person.

use dicom_common::dataset::{Age, OLDEST, Tag, VR, is_above_89, split_values, trim};
use dicom_dictionary_std::tags;

/// Rounds every number of a value to multiples of `width`, in the unit that makes sense:
/// Patient's Size (metres) in centimetres, ages in their own unit. `None` for what is no number.
pub fn round(tag: Tag, vr: VR, bytes: &[u8], width: u32) -> Option<Vec<u8>> {
    let values: Option<Vec<String>> = split_values(bytes)
        .map(|value| {
            let text = std::str::from_utf8(value).ok()?;
            match (vr, tag) {
                _ if text.is_empty() => Some(String::new()),
                (VR::AS, _) => round_age(text, width),
                (_, tags::PATIENT_SIZE) => round_size(text, width),
                _ => round_number(text, 1.0, width),
            }
        })
        .collect();
    Some(values?.join("\\").into_bytes())
}

/// What is left of ages that are to be kept: those above 89 years are in the category of these, in any
/// unit, and what is no age as the standard writes it goes; `None` if nothing has to change.
pub fn cap_age(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = String::from_utf8_lossy(trim(bytes));
    let cap = |age| match age {
        _ if is_above_89(age) => OLDEST,
        "" => "",
        _ if Age::parse(age).is_none() => "",
        _ => age,
    };
    let ages = || text.split('\\').map(str::trim);
    ages()
        .any(|age| cap(age) != age)
        .then(|| ages().map(cap).collect::<Vec<_>>().join("\\").into_bytes())
}

fn round_age(text: &str, width: u32) -> Option<String> {
    if is_above_89(text) {
        return Some(OLDEST.to_owned());
    }
    let age = Age::parse(text)?;
    let rounded = nearest(f64::from(age.number), width);
    Some(match age.unit {
        unit if unit != 'Y' && rounded <= 999.0 => format!("{rounded:03.0}{unit}"),
        // More than three digits hold is told in years.
        _ => format!("{:03.0}Y", nearest(age.years(), width).min(90.0)),
    })
}

/// Metres by the standard; values above 3 can only be centimetres.
fn round_size(text: &str, width: u32) -> Option<String> {
    let number: f64 = text.parse().ok()?;
    if number.abs() > 3.0 {
        round_number(text, 1.0, width)
    } else {
        round_number(text, 100.0, width)
    }
}

fn round_number(text: &str, scale: f64, width: u32) -> Option<String> {
    let number: f64 = text.parse().ok().filter(|n: &f64| n.is_finite())?;
    let rounded = nearest(number * scale, width) / scale;
    // Multiples of the width have no more decimals than the scale; DS and IS hold 16 characters.
    let rounded = format!("{}", (rounded * 1e6).round() / 1e6);
    (rounded.len() <= 12).then_some(rounded)
}

/// The nearest multiple of a width.
pub fn nearest(number: f64, width: u32) -> f64 {
    let width = f64::from(width.max(1));
    // Adding zero turns -0 into 0.
    (number / width).round() * width + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rounded(tag: Tag, vr: VR, text: &str) -> Option<String> {
        round(tag, vr, text.as_bytes(), 5).map(|b| String::from_utf8(b).unwrap())
    }

    #[test]
    fn numbers_are_rounded_in_the_unit_that_makes_sense() {
        assert_eq!(rounded(tags::PATIENT_SIZE, VR::DS, "1.73").as_deref(), Some("1.75"));
        assert_eq!(rounded(tags::PATIENT_SIZE, VR::DS, "173").as_deref(), Some("175"));
        assert_eq!(rounded(tags::PATIENT_WEIGHT, VR::DS, "61.3 ").as_deref(), Some("60"));
        assert_eq!(rounded(tags::HEART_RATE, VR::IS, "72").as_deref(), Some("70"));
        assert_eq!(rounded(tags::TRIGGER_TIME, VR::DS, "0\\12.6\\").as_deref(), Some("0\\15\\"));
        assert_eq!(rounded(tags::PATIENT_WEIGHT, VR::DS, "-1").as_deref(), Some("0"));
        assert_eq!(rounded(tags::PATIENT_WEIGHT, VR::DS, "heavy"), None);
        assert_eq!(rounded(tags::PATIENT_WEIGHT, VR::DS, "1e300"), None);
    }

    #[test]
    fn ages_keep_their_unit_and_end_at_ninety() {
        assert_eq!(rounded(tags::PATIENT_AGE, VR::AS, "043Y").as_deref(), Some("045Y"));
        assert_eq!(rounded(tags::PATIENT_AGE, VR::AS, "018M").as_deref(), Some("020M"));
        assert_eq!(rounded(tags::PATIENT_AGE, VR::AS, "103Y").as_deref(), Some("090Y"));
        assert_eq!(rounded(tags::PATIENT_AGE, VR::AS, "1104M").as_deref(), Some("090Y"));
        assert_eq!(rounded(tags::PATIENT_AGE, VR::AS, "999M").as_deref(), Some("085Y"));
        assert_eq!(rounded(tags::PATIENT_AGE, VR::AS, "old"), None);
    }

    #[test]
    fn ages_that_stay_end_at_ninety_and_are_ages() {
        let left = |text: &str| cap_age(text.as_bytes()).map(|b| String::from_utf8(b).unwrap());
        for old in ["093Y", "093", "1104M", "4800W", "33000D", "095y", "95 years"] {
            assert_eq!(left(old).as_deref(), Some("090Y"), "{old}");
        }
        for young in ["089Y", "900D", "999M", "999W", "090Y", "12", ""] {
            assert_eq!(left(young), None, "{young}");
        }
        for malformed in ["1000W", "Y12", "old", "012Y Jane", "0012Y"] {
            assert_eq!(left(malformed).as_deref(), Some(""), "{malformed}");
        }
        assert_eq!(left("043Y\\\\1104M").as_deref(), Some("043Y\\\\090Y"));
    }
}
