//! Descriptions from bytes to bytes: decoded by their character set, cleaned, encoded again.

use std::ops::Range;

use descriptors::Cleaner;
use dicom_common::dataset::{Text, VR, trim};

use crate::sweep::Sweep;

/// Whether values of this representation are text that can be cleaned word by word.
pub fn is_prose(vr: VR) -> bool {
    matches!(vr, VR::AE | VR::LO | VR::LT | VR::SH | VR::ST | VR::UC | VR::UT)
}

/// The value without what identifies in it, or `None` where nothing has to go. Text that cannot be
/// decoded exactly, or not be encoded again, goes whole.
pub fn clean(
    bytes: &[u8],
    vr: VR,
    text: &Text,
    sweep: &Sweep,
    cleaner: &Cleaner,
) -> Option<Vec<u8>> {
    let bytes = trim(bytes);
    let decoded = text.decode(bytes);
    if !text.is_exact(bytes, &decoded) {
        return Some(Vec::new());
    }
    // Of all values together: a name can stand in two of them.
    let known = sweep.find(&decoded);
    let one = |value: Range<usize>| {
        let within = |range: &Range<usize>| {
            let (start, end) = (range.start.max(value.start), range.end.min(value.end));
            (start < end).then(|| start - value.start..end - value.start)
        };
        let known: Vec<_> = known.iter().filter_map(within).collect();
        cleaner.clean(decoded.get(value.clone()).unwrap_or_default(), &known).into_owned()
    };
    let clean = match matches!(vr, VR::AE | VR::LO | VR::SH | VR::UC) {
        true => values(&decoded).map(one).collect::<Vec<_>>().join("\\"),
        false => one(0..decoded.len()),
    };
    // Blanks around a value are no difference, a value that is gone is one.
    if clean.split('\\').map(str::trim).eq(decoded.split('\\').map(str::trim)) {
        return None;
    }
    let empty = clean.chars().all(|c| c == '\\');
    Some(text.encode(&clean).filter(|_| !empty).unwrap_or_default())
}

/// The values of a text that backslashes divide, without the blanks around them.
fn values(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split('\\').map(move |value| {
        let from = start + value.len() - value.trim_start().len();
        start += value.len() + 1;
        from..from + value.trim().len()
    })
}

#[cfg(test)]
mod tests {
    use dicom_common::dataset::{DataSet, Element};
    use dicom_dictionary_std::tags;

    use super::*;
    use crate::known::KnownValues;

    fn text(charset: &str) -> Text {
        let set = Element::new(tags::SPECIFIC_CHARACTER_SET, VR::CS, charset.into());
        Text::of(&DataSet::new(vec![set]), &Text::default())
    }

    fn cleaned(bytes: &[u8], charset: &str) -> Option<Vec<u8>> {
        let name = Element::new(tags::PATIENT_NAME, VR::PN, b"Doe^Jane".to_vec());
        let known = KnownValues::of(&DataSet::new(vec![name]), &|_| true).unwrap();
        clean(bytes, VR::LO, &text(charset), &Sweep::new(known).unwrap(), &Cleaner::default())
    }

    #[test]
    fn values_are_cleaned_one_by_one() {
        let clean = cleaned(b"CT for Jane\\Smith\\axial ", "").unwrap();
        assert_eq!(clean, b"CT for\\\\axial");
        assert_eq!(cleaned(b"CT \\ axial ", ""), None);
        assert_eq!(cleaned(b"Smith\\Doe", ""), Some(Vec::new()));
    }

    #[test]
    fn in_a_text_of_one_value_what_stands_behind_a_backslash_goes_too() {
        let sweep = Sweep::new(KnownValues::default()).unwrap();
        let clean = |bytes| clean(bytes, VR::LT, &text(""), &sweep, &Cleaner::default());
        assert_eq!(clean(b"axial\\Smith").as_deref(), Some(b"axial".as_slice()));
        assert_eq!(clean(b"axial\\head"), None);
    }

    #[test]
    fn text_is_written_in_the_character_set_that_it_was_read_in() {
        assert_eq!(cleaned(b"caf\xE9 Smith", "ISO_IR 100"), Some(b"caf\xE9".to_vec()));
        let utf8 = "\u{b1cc} MRI Smith".as_bytes();
        assert_eq!(cleaned(utf8, "ISO_IR 192").as_deref(), Some("\u{b1cc} MRI".as_bytes()));
        // Korean with code extensions: the escape sequence is written again.
        let korean = b"\x1B$)C\xB3\xFA MRI Smith";
        let clean = cleaned(korean, "\\ISO 2022 IR 149").unwrap();
        assert_eq!(clean, b"\x1B$)C\xB3\xFA MRI");
        assert_eq!(cleaned(b"\x1B$)C\xB3\xFA MRI", "\\ISO 2022 IR 149"), None);
    }

    #[test]
    fn names_go_in_another_order_of_escape_sequences_too() {
        let charset = "\\ISO 2022 IR 87";
        let name = b"\x1B$B;3ED\x1B(B^\x1B$BB@O:\x1B(B";
        let known = KnownValues::of(
            &DataSet::new(vec![
                Element::new(tags::SPECIFIC_CHARACTER_SET, VR::CS, charset.into()),
                Element::new(tags::PATIENT_NAME, VR::PN, name.to_vec()),
            ]),
            &|_| true,
        );
        let sweep = Sweep::new(known.unwrap()).unwrap();
        let clean =
            |value: &[u8]| clean(value, VR::LO, &text(charset), &sweep, &Cleaner::default());
        assert_eq!(
            clean(b"MRI knee left \x1B$BB@O:\x1B(B \x1B$B;3ED\x1B(B").unwrap(),
            b"MRI knee left"
        );
    }

    #[test]
    fn application_entities_lose_the_names_of_places() {
        let clean = |title: &[u8]| {
            let known = KnownValues::of(&DataSet::new(Vec::new()), &|_| true).unwrap();
            clean(title, VR::AE, &text(""), &Sweep::new(known).unwrap(), &Cleaner::default())
        };
        let cleaned = clean(b"SAKURAGA_CT1").unwrap();
        assert!(!String::from_utf8(cleaned).unwrap().contains("SAKURAGA"));
        assert_eq!(clean(b"CT1"), None);
    }

    #[test]
    fn what_cannot_be_decoded_goes_whole() {
        assert_eq!(cleaned(b"head \xFF\xFE axial", "ISO_IR 192"), Some(Vec::new()));
        assert_eq!(cleaned(b"\x1B$)C\xFF\xFE axial", "\\ISO 2022 IR 149"), Some(Vec::new()));
        // A declared character set is what counts: Latin 1 is none of the default set.
        assert_eq!(cleaned(b"caf\xE9", ""), Some(Vec::new()));
    }
}
