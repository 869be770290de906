//! Whether a value has the form of its value representation: one that has not can be any text.

use dicom_dictionary_std::tags;

use crate::reader::{Tag, VR, split_values};

/// Whether each value is made of the characters of its representation (PS3.5 table 6.2-1). Only
/// those with a narrow repertoire are judged.
pub fn has_form(tag: Tag, vr: VR, bytes: &[u8]) -> bool {
    let made_of = |more: &[u8]| {
        let fits = |b: &u8| b.is_ascii_digit() || more.contains(b);
        split_values(bytes).all(|value| value.iter().all(fits))
    };
    match vr {
        _ if tag == tags::SPECIFIC_CHARACTER_SET => split_values(bytes).all(is_character_set),
        VR::TM => made_of(b".: -"),
        VR::DA => made_of(b".-"),
        VR::DT => made_of(b".+-"),
        VR::AS => made_of(b"DWMY"),
        VR::IS => made_of(b"+-"),
        VR::DS => made_of(b"+-.eE"),
        VR::UI => made_of(b"."),
        _ => true,
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
    fn text_in_the_place_of_numbers_times_and_character_sets_is_noticed() {
        let form = |vr, bytes| has_form(tags::SERIES_TIME, vr, bytes);
        assert!(form(VR::TM, b"101500.25 ") && !form(VR::TM, b"JANE DOE"));
        assert!(form(VR::DS, b"-1.5e-3\\2") && !form(VR::DS, b"1.5 Jane"));
        assert!(form(VR::LO, b"anything"));
        let set = |bytes| has_form(tags::SPECIFIC_CHARACTER_SET, VR::CS, bytes);
        assert!(set(b"\\ISO 2022 IR 149 ") && set(b"ISO_IR 192") && !set(b"ISO_IR JANE"));
    }
}
