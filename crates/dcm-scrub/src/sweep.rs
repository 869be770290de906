//! The known-value sweep: names, identifiers, birth dates and contact data seen in a file are
//! removed where they occur inside text that is kept.

use std::iter;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use dicom_common::dataset::{Text, split_values, trim};
use dicom_common::deid::known_values::{INSIDE_WORDS, is_standard_word, is_whole_word};

use crate::known::KnownValues;

/// Finds the known values of a file in its texts.
#[derive(Debug, Clone)]
pub struct Sweep {
    known: KnownValues,
    finder: Option<AhoCorasick>,
}

impl Sweep {
    /// A sweep for these values.
    pub fn new(known: KnownValues) -> Self {
        let finder = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(known.values())
            .ok()
            .filter(|_| !known.values().is_empty());
        Self { known, finder }
    }

    /// The values that it looks for.
    pub fn known(&self) -> &KnownValues {
        &self.known
    }

    /// The text without the known values, or `None` if it has none. Where taking out bytes could
    /// break an escape sequence or a multi-byte character, the whole text goes.
    pub fn clean(&self, text: &[u8]) -> Option<Vec<u8>> {
        let mut clean = Vec::new();
        let mut kept_to = 0;
        for (start, end) in self.find(text) {
            if start > kept_to {
                clean.extend_from_slice(text.get(kept_to..start)?);
            }
            kept_to = kept_to.max(end);
        }
        if kept_to == 0 {
            return None;
        }
        clean.extend_from_slice(text.get(kept_to..)?);
        let fragile = std::str::from_utf8(text).is_err() || text.contains(&0x1B);
        Some(if fragile { Vec::new() } else { trim(&clean).to_vec() })
    }

    /// Where known values lie in a text that was decoded, in bytes. Values of other scripts than
    /// ASCII are decoded as the text was; those of one character, such as Korean family names,
    /// count only as words.
    pub fn find_decoded(&self, decoded: &str, text: &Text) -> Vec<Range<usize>> {
        let ascii =
            |(start, end): &(usize, usize)| decoded.get(*start..*end).is_some_and(str::is_ascii);
        let found = self.find(decoded.as_bytes()).into_iter().filter(ascii);
        let mut found: Vec<_> = found.map(|(start, end)| start..end).collect();
        let foreign = self.known.values().iter().filter(|_| !decoded.is_ascii());
        let spellings = foreign.filter(|value| !value.is_ascii()).flat_map(|value| {
            // As in this character set, or in UTF-8 already.
            let own = text.decode(value);
            let utf8 = String::from_utf8(value.clone()).ok().filter(|utf8| *utf8 != own);
            iter::once(own).chain(utf8)
        });
        for value in spellings {
            let several = value.chars().count() > 1;
            let places = decoded.match_indices(&value).map(|(at, _)| at..at + value.len());
            found.extend(places.filter(|place| several || is_word(decoded, place)));
        }
        found
    }

    /// The same for codes, which are whole or gone: each value with a known value in it becomes
    /// `REMOVED`, unless what was found is a word of the standard.
    pub fn clean_code(&self, code: &[u8]) -> Option<Vec<u8>> {
        let known = |value: &[u8]| {
            let mut found = self.find(value).into_iter();
            found.any(|(start, end)| !value.get(start..end).is_some_and(is_standard_word))
        };
        split_values(code).any(known).then(|| {
            let values = split_values(code).map(|v| if known(v) { b"REMOVED" } else { v });
            values.collect::<Vec<_>>().join(&b'\\')
        })
    }

    /// Whether bytes that are no text hold a known value long enough not to be there by chance.
    pub fn hidden_in(&self, bytes: &[u8]) -> bool {
        self.find(bytes).into_iter().any(|(start, end)| end - start >= INSIDE_WORDS)
    }

    /// Where known values lie, ascending.
    fn find(&self, text: &[u8]) -> Vec<(usize, usize)> {
        let Some(finder) = &self.finder else {
            return Vec::new();
        };
        let mut found: Vec<_> = finder
            .find_overlapping_iter(text)
            .map(|m| (m.start(), m.end()))
            .filter(|(start, end)| counts(text, *start, *end))
            .collect();
        found.sort_unstable();
        found
    }
}

/// Short values count only as whole words.
fn counts(text: &[u8], start: usize, end: usize) -> bool {
    end - start >= INSIDE_WORDS || is_whole_word(text, start, end)
}

/// Whether no letter or digit stands beside a place.
fn is_word(text: &str, place: &Range<usize>) -> bool {
    let before = text.get(..place.start).and_then(|text| text.chars().next_back());
    let after = text.get(place.end..).and_then(|text| text.chars().next());
    !before.into_iter().chain(after).any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use dicom_common::dataset::{DataSet, Element, VR};
    use dicom_dictionary_std::tags;

    use super::*;

    fn sweep() -> Sweep {
        let text = |tag, vr, value: &[u8]| Element::new(tag, vr, value.to_vec());
        let dataset = DataSet::new(vec![
            text(tags::PATIENT_NAME, VR::PN, b"Doe^Jane^Q"),
            text(tags::PATIENT_ID, VR::LO, b"HOSP100200"),
            text(tags::PATIENT_BIRTH_DATE, VR::DA, b"19571203"),
            Element::sequence(
                tags::REQUEST_ATTRIBUTES_SEQUENCE,
                vec![DataSet::new(vec![text(tags::REQUESTING_PHYSICIAN, VR::PN, b"Cuddy^Lisa")])],
            ),
        ]);
        Sweep::new(KnownValues::of(&dataset, &|_| true).unwrap())
    }

    fn clean(text: &str) -> Option<String> {
        sweep().clean(text.as_bytes()).map(|b| String::from_utf8(b).unwrap())
    }

    #[test]
    fn known_values_go_from_any_text_in_any_case() {
        assert_eq!(clean("CT for JANE DOE").as_deref(), Some("CT for"));
        assert_eq!(clean("hosp100200: follow-up").as_deref(), Some(": follow-up"));
        assert_eq!(clean("born 1957-12-03").as_deref(), Some("born"));
        assert_eq!(clean("xHOSP100200x").as_deref(), Some("xx"));
        assert_eq!(clean("seen by Cuddy").as_deref(), Some("seen by"));
    }

    #[test]
    fn ordinary_words_stay() {
        assert_eq!(clean("does it hurt"), None);
        assert_eq!(clean("Axial 1.0 H30s"), None);
        assert_eq!(clean(""), None);
    }

    #[test]
    fn codes_are_whole_or_gone_and_terms_of_the_standard_stay() {
        let code = |text: &[u8]| {
            let name = Element::new(tags::PATIENT_NAME, VR::PN, b"Enhanced^Doe".to_vec());
            let known = KnownValues::of(&DataSet::new(vec![name]), &|_| true).unwrap();
            Sweep::new(known).clean_code(text)
        };
        assert_eq!(code(b"DERIVED\\ENHANCED"), None);
        assert_eq!(code(b"DERIVED\\DOE 1"), Some(b"DERIVED\\REMOVED".to_vec()));
    }

    #[test]
    fn names_in_other_scripts_go_as_words_and_family_names_not_from_inside_of_words() {
        let name = "Lee^Minsu=李^民秀=이^민수";
        let name = Element::new(tags::PATIENT_NAME, VR::PN, name.into());
        let known = KnownValues::of(&DataSet::new(vec![name]), &|_| true).unwrap();
        let sweep = Sweep::new(known);
        let set = Element::new(tags::SPECIFIC_CHARACTER_SET, VR::CS, b"ISO_IR 192".to_vec());
        let utf8 = Text::of(&DataSet::new(vec![set]), &Text::default());
        let found = |text: &'static str| -> Vec<&str> {
            let places = sweep.find_decoded(text, &utf8);
            places.into_iter().map(|place| text.get(place).unwrap()).collect()
        };
        assert!(found("이상 소견 없음").is_empty());
        assert_eq!(found("이민수님 뇌 MRI"), ["민수"]);
        assert_eq!(found("뇌 MRI, 이 (minsu)"), ["minsu", "이"]);
    }

    #[test]
    fn text_that_cutting_could_break_goes_whole() {
        assert_eq!(sweep().clean(b"Jane \x1B$)C\xFB\xF3").as_deref(), Some(b"".as_slice()));
    }
}
