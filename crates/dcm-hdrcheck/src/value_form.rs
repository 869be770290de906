//! Whether a value has the form of its value representation: one that has not can be any text.

use std::sync::LazyLock;

use dicom_dictionary_std::tags;
use regex::bytes::Regex;

use crate::reader::{Tag, VR, split_values};

/// What one value is made of (PS3.5 table 6.2-1), whatever its length. Older devices write times with
/// colons, dates with points or hyphens, and ages without their unit.
const GRAMMARS: [(VR, &str); 7] = [
    (VR::TM, r"(\d{1,6}|\d{1,2}(:\d{1,2}){0,2})(\.\d+)?"),
    (VR::DA, r"\d{1,8}|\d{4}([.-]\d{1,2}){1,2}"),
    (VR::DT, r"\d{4,14}(\.\d+)?([+-]\d{4})?"),
    (VR::AS, r"\d{1,4}[DWMY]?"),
    (VR::IS, r"[+-]?\d+"),
    (VR::DS, r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"),
    (VR::UI, r"\d+(\.\d+)*"),
];

static COMPILED: LazyLock<Vec<Option<Regex>>> = LazyLock::new(|| {
    let whole = |(_, grammar)| Regex::new(&format!("(?-u)^(?:{grammar})$")).ok();
    GRAMMARS.into_iter().map(whole).collect()
});

/// Whether each value is what its representation says. Only numbers, dates, ages, UIDs and
/// character sets are judged.
pub fn has_form(tag: Tag, vr: VR, bytes: &[u8]) -> bool {
    if tag == tags::SPECIFIC_CHARACTER_SET {
        return split_values(bytes).all(is_character_set);
    }
    let Some(number) = GRAMMARS.iter().position(|(of, _)| *of == vr) else { return true };
    let grammar = COMPILED.get(number).and_then(Option::as_ref);
    let fits = |value: &[u8]| grammar.is_some_and(|grammar| grammar.is_match(value));
    split_values(bytes).all(|value| value.is_empty() || fits(value))
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
    fn text_in_the_place_of_numbers_times_and_character_sets_is_noticed() {
        let form = |vr, bytes| has_form(tags::SERIES_TIME, vr, bytes);
        assert!(form(VR::TM, b"101500.25 ") && !form(VR::TM, b"JANE DOE"));
        assert!(form(VR::DS, b"-1.5e-3\\2") && !form(VR::DS, b"1.5 Jane"));
        assert!(form(VR::LO, b"anything"));
        for (vr, _) in GRAMMARS {
            assert!(form(vr, b" "), "{vr}");
            assert!(!form(vr, b"010-1234-5678") && !form(vr, "일".as_bytes()), "{vr}");
        }
        assert!(form(VR::DA, b"2004.01.19") && form(VR::IS, b"-12") && form(VR::AS, b"045Y"));
        assert!(form(VR::DT, b"20040119-0500") && form(VR::UI, b"1.2.840"));
        let set = |bytes| has_form(tags::SPECIFIC_CHARACTER_SET, VR::CS, bytes);
        assert!(set(b"\\ISO 2022 IR 149 ") && set(b"ISO_IR 192") && !set(b"ISO_IR JANE"));
    }
}
