//! What a data set tells of the people in it.

use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;

use super::latin;
use crate::dataset::{DataSet, Date, Element, Text, split_values, trim};

/// Attributes, retired ones among them, whose whole value is known to identify, besides all person names.
#[allow(deprecated)]
const IDENTIFYING: [Tag; 18] = [
    tags::PATIENT_ID,
    tags::OTHER_PATIENT_I_DS,
    tags::ISSUER_OF_PATIENT_ID,
    tags::ACCESSION_NUMBER,
    tags::ADMISSION_ID,
    tags::MEDICAL_RECORD_LOCATOR,
    tags::STUDY_ID,
    tags::PATIENT_ADDRESS,
    tags::PATIENT_TELEPHONE_NUMBERS,
    tags::REFERRING_PHYSICIAN_TELEPHONE_NUMBERS,
    tags::REFERRING_PHYSICIAN_ADDRESS,
    tags::INSTITUTION_NAME,
    tags::INSTITUTION_ADDRESS,
    tags::STATION_NAME,
    tags::DEVICE_SERIAL_NUMBER,
    tags::FILLER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST,
    tags::PLACER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST,
    tags::CLINICAL_TRIAL_SUBJECT_ID,
];

/// Shorter parts of names would match inside ordinary words.
const SHORTEST_NAME: usize = 3;
/// Shorter identifiers would match inside ordinary numbers.
const SHORTEST_IDENTIFIER: usize = 4;
const ESCAPE: u8 = 0x1B;

/// Gives `found` every known value of a data set and its items, ASCII in lower case: parts of person
/// names, identifiers, contact data, birth dates in their usual forms; wherever `leaves` says that
/// the element's value does not stay on purpose. Values may come more than once.
///
/// ```
/// use dicom_common::dataset::{DataSet, Element, Tag, VR};
/// use dicom_common::deid::known_values::known_values;
///
/// let name = Element::new(Tag(0x0010, 0x0010), VR::PN, b"Doe^Jane".to_vec());
/// let mut found = Vec::new();
/// known_values(&DataSet::new(vec![name]), &|_| true, &mut |value| found.push(value));
/// assert_eq!(found, [b"doe", b"jane".as_slice()]);
/// ```
pub fn known_values(
    dataset: &DataSet,
    leaves: &dyn Fn(&Element) -> bool,
    found: &mut dyn FnMut(Vec<u8>),
) {
    known_in(dataset, &Text::default(), leaves, found);
}

fn known_in(
    dataset: &DataSet,
    outer: &Text,
    leaves: &dyn Fn(&Element) -> bool,
    found: &mut dyn FnMut(Vec<u8>),
) {
    let text = Text::of(dataset, outer);
    for element in dataset.elements() {
        for item in element.items() {
            known_in(item, &text, leaves, found);
        }
        let Some(bytes) = element.bytes() else { continue };
        let vr = element.meant_vr();
        if vr == VR::PN && leaves(element) {
            name_parts(bytes, found);
            other_spellings(&text.decode(bytes), found);
        } else if element.tag == tags::PATIENT_BIRTH_DATE && leaves(element) {
            date_forms(bytes, found);
        } else if IDENTIFYING.contains(&element.tag) && leaves(element) {
            split_values(bytes).for_each(|value| telling(value, SHORTEST_IDENTIFIER, found));
        }
    }
}

/// The parts of a name, in all of its groups (PS3.5 6.2.1).
fn name_parts(bytes: &[u8], found: &mut dyn FnMut(Vec<u8>)) {
    for part in bytes.split(|b| b"^=\\ ,".contains(b)) {
        telling(part, SHORTEST_NAME, found);
        // Text may switch character sets once for several words.
        if part.contains(&ESCAPE) {
            telling(&without_escapes(part), SHORTEST_NAME, found);
        }
    }
}

/// The parts of a name that are not ASCII in UTF-8, whatever the character set was, and in the Latin
/// letters that people write who have no others.
fn other_spellings(name: &str, found: &mut dyn FnMut(Vec<u8>)) {
    for part in name.split(['^', '=', '\\', ' ', ',']).filter(|part| !part.is_ascii()) {
        telling(part.as_bytes(), SHORTEST_NAME, found);
        for form in latin::in_ascii(part) {
            telling(form.as_bytes(), SHORTEST_NAME, found);
        }
    }
}

/// The characters without the ISO 2022 sequences that select their character sets (PS3.3
/// C.12.1.1.2): ESC, intermediate bytes 20 to 2F, a final byte.
fn without_escapes(mut bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    while let Some(at) = bytes.iter().position(|b| *b == ESCAPE) {
        let (before, rest) = bytes.split_at(at);
        plain.extend_from_slice(before);
        let intermediate = rest.iter().skip(1).take_while(|b| (0x20..0x30).contains(*b)).count();
        bytes = rest.get(intermediate + 2..).unwrap_or_default();
    }
    plain.extend_from_slice(bytes);
    plain
}

fn date_forms(bytes: &[u8], found: &mut dyn FnMut(Vec<u8>)) {
    let Some(date) = std::str::from_utf8(trim(bytes)).ok().and_then(Date::parse) else {
        // No date as the standard writes it: known as it is, if it holds as much as a year.
        if bytes.iter().filter(|b| b.is_ascii_digit()).count() >= 4 {
            split_values(bytes).for_each(|value| telling(value, SHORTEST_IDENTIFIER, found));
        }
        return;
    };
    let text = date.to_string();
    let (Some(y), Some(m), Some(d)) = (text.get(..4), text.get(4..6), text.get(6..)) else {
        return;
    };
    found(text.clone().into_bytes());
    for separator in ["-", ".", "/"] {
        for parts in [[y, m, d], [d, m, y], [m, d, y]] {
            found(parts.join(separator).into_bytes());
        }
    }
}

/// Gives a value if it is long enough to tell anything.
pub fn telling(value: &[u8], shortest: usize, found: &mut dyn FnMut(Vec<u8>)) {
    let value = trim(value);
    // Two characters of a script without small letters are a whole name.
    let long_enough = value.len() >= shortest || !value.is_ascii();
    if long_enough && !value.iter().all(|b| b"0*-.".contains(b)) {
        found(value.to_ascii_lowercase());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_identifiers_and_birth_dates_are_collected_at_every_depth() {
        let text = |tag, vr, value: &[u8]| Element::new(tag, vr, value.to_vec());
        let dataset = DataSet::new(vec![
            text(tags::PATIENT_NAME, VR::PN, b"Doe^Jane^Q=\xE6\xB4\xAA"),
            text(tags::PATIENT_ID, VR::LO, b"0000"),
            text(tags::PATIENT_BIRTH_DATE, VR::DA, b"19571203"),
            Element::sequence(
                tags::OTHER_PATIENT_I_DS_SEQUENCE,
                vec![DataSet::new(vec![text(tags::PATIENT_ID, VR::LO, b"HOSP1\\AB")])],
            ),
        ]);
        let mut found = Vec::new();
        known_values(&dataset, &|_| true, &mut |value| found.push(value));
        for value in ["doe", "jane", "\u{6D2A}", "19571203", "03.12.1957", "hosp1"] {
            assert!(found.contains(&value.as_bytes().to_vec()), "{value}");
        }
        for value in ["q", "0000", "ab"] {
            assert!(!found.contains(&value.as_bytes().to_vec()), "{value}");
        }
    }

    #[test]
    fn birth_dates_that_are_no_dates_are_known_as_they_are_written() {
        let known = |written: &[u8]| {
            let birth = Element::new(tags::PATIENT_BIRTH_DATE, VR::DA, written.to_vec());
            let mut found = Vec::new();
            known_values(&DataSet::new(vec![birth]), &|_| true, &mut |value| found.push(value));
            found
        };
        assert_eq!(known(b"3.12.1957"), [b"3.12.1957".to_vec()]);
        assert_eq!(known(b"195712"), [b"195712".to_vec()]);
        assert!(known(b"UNKNOWN ").is_empty() && known(b"00000000").is_empty());
    }

    #[test]
    fn names_are_known_in_every_spelling() {
        let text = |tag, vr, value: &[u8]| Element::new(tag, vr, value.to_vec());
        let known = |charset: &[u8], name: &[u8]| {
            let dataset = DataSet::new(vec![
                text(tags::SPECIFIC_CHARACTER_SET, VR::CS, charset),
                text(tags::OPERATORS_NAME, VR::PN, name),
            ]);
            let mut found = Vec::new();
            known_values(&dataset, &|_| true, &mut |value| found.push(value));
            found
        };
        let latin = known(b"ISO_IR 100", b"Bj\xF8rnstad^J\xF6rg");
        for value in ["bjornstad", "bjoernstad", "jorg", "joerg", "bj\u{f8}rnstad"] {
            assert!(latin.contains(&value.as_bytes().to_vec()), "{value}");
        }
        let japanese = known(b"\\ISO 2022 IR 87", b"\x1B$B;3ED\x1B(B^\x1B$BB@O:\x1B(B");
        for value in ["\u{5c71}\u{7530}", "\u{592a}\u{90ce}"] {
            assert!(japanese.contains(&value.as_bytes().to_vec()), "{value}");
        }
    }

    #[test]
    fn names_are_known_without_their_escape_sequences() {
        let mut found = Vec::new();
        name_parts(b"Hong=\x1B$)C\xFB\xF3^\x1B$)C\xD1\xCE\xD4\xD7", &mut |v| found.push(v));
        assert!(found.contains(&b"\xD1\xCE\xD4\xD7".to_vec()));
        assert_eq!(without_escapes(b"\x1B(Ba\x1B$Bb"), b"ab");
    }
}
