//! Whether a value that stays has the form of its value representation: one that has not can be
//! any text.

use dicom_common::dataset::{Tag, VR, split_values};
use dicom_dictionary_std::tags;

/// Whether each value is made of the characters of its VR (PS3.5 table 6.2-1). Only the VRs with a
/// narrow repertoire are judged; for text everything has the right form.
pub fn has_form(tag: Tag, vr: VR, bytes: &[u8]) -> bool {
    let made_of = |extra: &str| {
        split_values(bytes)
            .all(|value| value.iter().all(|b| b.is_ascii_digit() || extra.as_bytes().contains(b)))
    };
    match (tag, vr) {
        (tags::SPECIFIC_CHARACTER_SET, _) => split_values(bytes).all(is_character_set),
        (_, VR::TM) => made_of(".: -"),
        (_, VR::DA) => made_of(".-"),
        (_, VR::DT) => made_of(".+-"),
        (_, VR::AS) => made_of("DWMY"),
        (_, VR::IS) => made_of("+-"),
        (_, VR::DS) => made_of("+-.eE"),
        (_, VR::UI) => made_of("."),
        _ => true,
    }
}

/// Defined terms of (0008,0005), PS3.3 C.12.1.1.2.
fn is_character_set(term: &[u8]) -> bool {
    let number = |rest: &[u8]| rest.len() <= 4 && rest.iter().all(u8::is_ascii_digit);
    match term {
        b"" | b"GB18030" | b"GBK" => true,
        [b'I', b'S', b'O', b'_', b'I', b'R', b' ', rest @ ..] => number(rest),
        [b'I', b'S', b'O', b' ', b'2', b'0', b'2', b'2', b' ', b'I', b'R', b' ', rest @ ..] => {
            number(rest)
        }
        [b'I', b'S', b'O', b' ', b'2', b'0', b'2', b'2', b' ', b'G', b'B', b'K'] => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_the_place_of_a_number_time_or_charset_is_noticed() {
        let form = |vr, bytes| has_form(Tag(8, 0x31), vr, bytes);
        assert!(form(VR::TM, b"101500.25 ") && !form(VR::TM, b"JANE DOE"));
        assert!(form(VR::DS, b"-1.5e-3\\2") && !form(VR::DS, b"1.5 Jane"));
        assert!(form(VR::LO, b"anything"));
        let charset = |bytes| has_form(tags::SPECIFIC_CHARACTER_SET, VR::CS, bytes);
        assert!(
            charset(b"\\ISO 2022 IR 149 ") && charset(b"ISO_IR 192") && !charset(b"ISO_IR JANE")
        );
    }
}
