//! Whether a value that stays has the form of its value representation: one that has not can be
//! any text.

use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;

use super::values::split_values;

/// Whether each value is what its VR says (PS3.5 table 6.2-1), as scanners write it: the lengths that
/// the table allows do not matter, nor do the older separators of dates and times. Only the VRs of
/// numbers, dates, ages and UIDs are judged.
pub fn has_form(tag: Tag, vr: VR, bytes: &[u8]) -> bool {
    if tag == tags::SPECIFIC_CHARACTER_SET {
        return split_values(bytes).all(is_character_set);
    }
    let is_one: fn(&[u8]) -> bool = match vr {
        VR::TM => is_time,
        VR::DA => is_date,
        VR::DT => is_date_time,
        VR::AS => is_age,
        VR::IS => is_integer,
        VR::DS => is_decimal,
        VR::UI => |value| value.split(|b| *b == b'.').all(is_digits),
        _ => return true,
    };
    split_values(bytes).all(|value| value.is_empty() || is_one(value))
}

/// Digits alone, one at least.
fn is_digits(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(u8::is_ascii_digit)
}

/// Whether a text is made of this many digits.
fn has_digits(text: &[u8], count: std::ops::RangeInclusive<usize>) -> bool {
    is_digits(text) && count.contains(&text.len())
}

/// A text before and behind the first of a byte.
fn cut(text: &[u8], at: u8) -> (&[u8], Option<&[u8]>) {
    let mut parts = text.splitn(2, |b| *b == at);
    (parts.next().unwrap_or_default(), parts.next())
}

/// HHMMSS.FFFFFF, or as much of it as there is; HH:MM:SS.FFFFFF as ACR-NEMA wrote it.
fn is_time(text: &[u8]) -> bool {
    let (whole, fraction) = cut(text, b'.');
    let together = has_digits(whole, 1..=6);
    let mut groups = whole.splitn(4, |b| *b == b':');
    let apart = groups.by_ref().take(3).all(|group| has_digits(group, 1..=2));
    (together || apart && groups.next().is_none()) && fraction.is_none_or(is_digits)
}

/// YYYYMMDD, or as much of it as there is; YYYY.MM.DD as ACR-NEMA wrote it, or YYYY-MM-DD.
fn is_date(text: &[u8]) -> bool {
    let mut groups = text.splitn(4, |b| matches!(b, b'.' | b'-'));
    let year = groups.next().unwrap_or_default();
    let apart = has_digits(year, 4..=4)
        && groups.by_ref().take(2).all(|group| has_digits(group, 1..=2))
        && groups.next().is_none();
    has_digits(text, 1..=8) || apart
}

/// YYYYMMDDHHMMSS.FFFFFF&ZZXX, or as much of it as there is.
fn is_date_time(text: &[u8]) -> bool {
    let zone = text.iter().position(|b| matches!(b, b'+' | b'-'));
    let (moment, zone) = text.split_at(zone.unwrap_or(text.len()));
    let (whole, fraction) = cut(moment, b'.');
    has_digits(whole, 4..=14)
        && fraction.is_none_or(is_digits)
        && zone.get(1..).is_none_or(|zone| has_digits(zone, 4..=4))
}

/// Three digits and their unit; older devices leave the unit or zeros out.
fn is_age(text: &[u8]) -> bool {
    let number = match text {
        [number @ .., b'D' | b'W' | b'M' | b'Y'] => number,
        number => number,
    };
    has_digits(number, 1..=4)
}

fn is_integer(text: &[u8]) -> bool {
    is_digits(unsigned(text))
}

/// A number with a point or an exponent, or without.
fn is_decimal(text: &[u8]) -> bool {
    let exponent = text.iter().position(|b| matches!(b, b'e' | b'E'));
    let (number, exponent) = text.split_at(exponent.unwrap_or(text.len()));
    let (whole, decimals) = cut(unsigned(number), b'.');
    let digits = [whole, decimals.unwrap_or_default()].concat();
    is_digits(&digits) && exponent.get(1..).is_none_or(is_integer)
}

fn unsigned(number: &[u8]) -> &[u8] {
    match number {
        [b'+' | b'-', number @ ..] => number,
        number => number,
    }
}

/// Defined terms of (0008,0005), PS3.3 C.12.1.1.2.
fn is_character_set(term: &[u8]) -> bool {
    let number = |rest: &[u8]| rest.len() <= 4 && rest.iter().all(u8::is_ascii_digit);
    match (term.strip_prefix(b"ISO_IR "), term.strip_prefix(b"ISO 2022 IR ")) {
        (Some(rest), _) | (_, Some(rest)) => number(rest),
        _ => matches!(term, b"" | b"GB18030" | b"GBK" | b"ISO 2022 GBK"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_as_scanners_write_them_have_their_form() {
        for (vr, values) in [
            (VR::TM, &["10", "1015", "101500", "101500.25", "10:15:00.5", "9:05"][..]),
            (VR::DA, &["20040119", "2004.01.19", "2004-1-9", "2004", "00000000"]),
            (VR::DT, &["2004", "20040119101500.25+0100", "20040119-0500"]),
            (VR::AS, &["045Y", "45Y", "045", "0012W"]),
            (VR::IS, &["-1", "+12", "000012", "4294967295"]),
            (VR::DS, &["1", "-.5", "1.", "+1.5E+03", "0.12345678901234567890", "1e-5"]),
            (VR::UI, &["1.2.840.10008.1.2", "1.02.3"]),
        ] {
            for value in values {
                assert!(has_form(tags::SERIES_TIME, vr, value.as_bytes()), "{vr} {value}");
            }
        }
        for (vr, values) in [
            (VR::TM, &["10:15:00:00", "1015000", "10-15", ".5"][..]),
            (VR::DA, &["20-04-01", "200401191", "2004-01-19-1"]),
            (VR::DT, &["123", "2004+1-2", "2004.x"]),
            (VR::AS, &["Y", "045X", "00045Y"]),
            (VR::IS, &["1-2", "--1", "1.0", "+"]),
            (VR::DS, &["1-2", "1.2.3", ".", "e5", "1e", "1,5", "nan", "inf"]),
            (VR::UI, &["1..2", ".1", "1.2."]),
        ] {
            for value in values {
                assert!(!has_form(tags::SERIES_TIME, vr, value.as_bytes()), "{vr} {value}");
            }
        }
    }

    #[test]
    fn text_in_the_place_of_numbers_times_and_character_sets_is_noticed() {
        let form = |vr, bytes| has_form(tags::SERIES_TIME, vr, bytes);
        assert!(form(VR::TM, b"101500.25 ") && !form(VR::TM, b"JANE DOE"));
        assert!(form(VR::DS, b"-1.5e-3\\2") && !form(VR::DS, b"1.5 Jane"));
        assert!(form(VR::LO, b"anything"));
        // Digits and signs alone can be a telephone number.
        for vr in [VR::TM, VR::DA, VR::DT, VR::AS, VR::IS, VR::DS, VR::UI] {
            assert!(!form(vr, b"010-1234-5678") && !form(vr, b"+82-10-1234-5678"), "{vr}");
            assert!(form(vr, b"") && form(vr, b" "), "{vr}");
        }
        let set = |bytes| has_form(tags::SPECIFIC_CHARACTER_SET, VR::CS, bytes);
        assert!(set(b"\\ISO 2022 IR 149 ") && set(b"ISO_IR 192") && !set(b"ISO_IR JANE"));
    }
}
