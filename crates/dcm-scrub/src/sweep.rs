//! The known-value sweep: names, identifiers, birth dates and contact data seen in a file are
//! removed where they occur inside text that is kept.

use std::iter;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::{Text, split_values, trim};
use dicom_common::deid::known_values::{INSIDE_WORDS, is_standard_word, is_whole_word};

use crate::any_case::AnyCase;
use crate::known::KnownValues;

/// Finds the known values of a file in its texts.
#[derive(Debug, Clone)]
pub struct Sweep {
    known: KnownValues,
    /// Finds nothing where nothing is known.
    finder: AhoCorasick,
}

impl Sweep {
    /// A sweep for these values.
    ///
    /// # Errors
    /// `E_TOO_LARGE` when the values are too many or too long to be looked for: without a search
    /// they would stay in every text.
    pub fn new(known: KnownValues) -> Outcome<Self> {
        let finder = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(known.values())
            .map_err(|_| Fault(Code::TooLarge))?;
        Ok(Self { known, finder })
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
        for found in self.find(text) {
            if found.start > kept_to {
                clean.extend_from_slice(text.get(kept_to..found.start).unwrap_or_default());
            }
            kept_to = kept_to.max(found.end);
        }
        if kept_to == 0 {
            return None;
        }
        clean.extend_from_slice(text.get(kept_to..).unwrap_or_default());
        let fragile = std::str::from_utf8(text).is_err() || text.contains(&0x1B);
        Some(if fragile { Vec::new() } else { trim(&clean).to_vec() })
    }

    /// Where known values lie in a text that was decoded, in bytes. Values of other scripts than
    /// ASCII are decoded as the text was; those of one character, such as Korean family names,
    /// count only as words.
    pub fn find_decoded(&self, decoded: &str, text: &Text) -> Vec<Range<usize>> {
        // Bytes of other character sets can stand inside the UTF-8 of another character by chance.
        let ascii = |range: &Range<usize>| decoded.get(range.clone()).is_some_and(str::is_ascii);
        let mut found = self.find(decoded.as_bytes());
        found.retain(ascii);
        if decoded.is_ascii() {
            return found;
        }
        let foreign = self.known.values().iter().filter(|value| !value.is_ascii());
        let spellings = foreign.flat_map(|value| {
            // As in this character set, or in UTF-8 already.
            let own = text.decode(value);
            let utf8 = String::from_utf8(value.clone()).ok().filter(|utf8| *utf8 != own);
            iter::once(own).chain(utf8)
        });
        let letters = AnyCase::new(decoded);
        for value in spellings {
            let several = value.chars().count() > 1;
            let ranges = letters.find(&value).into_iter();
            found.extend(ranges.filter(|range| several || is_word(decoded, range)));
        }
        found
    }

    /// The same for codes, which are whole or gone: each value with a known value in it becomes
    /// `REMOVED`, unless what was found is a word of the standard.
    pub fn clean_code(&self, code: &[u8]) -> Option<Vec<u8>> {
        let known = |value: &[u8]| {
            let mut found = self.find(value).into_iter();
            found.any(|range| !value.get(range).is_some_and(is_standard_word))
        };
        split_values(code).any(known).then(|| {
            let values = split_values(code).map(|v| if known(v) { b"REMOVED" } else { v });
            values.collect::<Vec<_>>().join(&b'\\')
        })
    }

    /// Whether bytes that are no text hold a known value long enough not to be there by chance.
    pub fn hidden_in(&self, bytes: &[u8]) -> bool {
        self.find(bytes).into_iter().any(|range| range.len() >= INSIDE_WORDS)
    }

    /// Where known values lie, in bytes, ascending by start, then end; they can overlap.
    fn find(&self, text: &[u8]) -> Vec<Range<usize>> {
        let mut found: Vec<_> = self
            .finder
            .find_overlapping_iter(text)
            .map(|found| found.range())
            .filter(|range| counts(text, range))
            .collect();
        found.sort_unstable_by_key(|range| (range.start, range.end));
        found
    }
}

/// Short values count only as whole words.
fn counts(text: &[u8], range: &Range<usize>) -> bool {
    range.len() >= INSIDE_WORDS || is_whole_word(text, range.start, range.end)
}

/// Whether no letter or digit stands beside a range.
fn is_word(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).and_then(|text| text.chars().next_back());
    let after = text.get(range.end..).and_then(|text| text.chars().next());
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
        Sweep::new(KnownValues::of(&dataset, &|_| true).unwrap()).unwrap()
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
            Sweep::new(known).unwrap().clean_code(text)
        };
        assert_eq!(code(b"DERIVED\\ENHANCED"), None);
        assert_eq!(code(b"DERIVED\\DOE 1"), Some(b"DERIVED\\REMOVED".to_vec()));
    }

    #[test]
    fn names_in_other_scripts_go_as_words_and_family_names_not_from_inside_of_words() {
        let name = "Lee^Minsu=李^民秀=이^민수";
        let name = Element::new(tags::PATIENT_NAME, VR::PN, name.into());
        let known = KnownValues::of(&DataSet::new(vec![name]), &|_| true).unwrap();
        let sweep = Sweep::new(known).unwrap();
        let set = Element::new(tags::SPECIFIC_CHARACTER_SET, VR::CS, b"ISO_IR 192".to_vec());
        let utf8 = Text::of(&DataSet::new(vec![set]), &Text::default());
        let found = |text: &'static str| -> Vec<&str> {
            let ranges = sweep.find_decoded(text, &utf8);
            ranges.into_iter().map(|range| text.get(range).unwrap()).collect()
        };
        assert!(found("이상 소견 없음").is_empty());
        assert_eq!(found("이민수님 뇌 MRI"), ["민수"]);
        assert_eq!(found("뇌 MRI, 이 (minsu)"), ["minsu", "이"]);
    }

    #[test]
    fn names_with_letters_beyond_ascii_go_in_any_case() {
        let set = Element::new(tags::SPECIFIC_CHARACTER_SET, VR::CS, b"ISO_IR 192".to_vec());
        let name = Element::new(tags::PATIENT_NAME, VR::PN, "Jäger^Özil".into());
        let dataset = DataSet::new(vec![set, name]);
        let sweep = Sweep::new(KnownValues::of(&dataset, &|_| true).unwrap()).unwrap();
        let utf8 = Text::of(&dataset, &Text::default());
        let found = |text: &'static str| -> Vec<&str> {
            let ranges = sweep.find_decoded(text, &utf8);
            ranges.into_iter().map(|range| text.get(range).unwrap()).collect()
        };
        assert_eq!(found("CT Jäger"), ["Jäger"]);
        assert_eq!(found("CT JÄGER, ÖZIL"), ["JÄGER", "ÖZIL"]);
    }

    #[test]
    fn text_that_cutting_could_break_goes_whole() {
        assert_eq!(sweep().clean(b"Jane \x1B$)C\xFB\xF3").as_deref(), Some(b"".as_slice()));
    }

    #[test]
    fn values_that_cannot_be_looked_for_refuse_the_file_instead_of_staying_in_it() {
        // Longer than any pattern of the search may be. The allocator hands out zeroed memory
        // without touching it, and the search refuses by the length alone.
        let unsearchable = vec![0; 1 << 31];
        let known = KnownValues::from_values(vec![b"doe".to_vec(), unsearchable]);
        assert_eq!(Sweep::new(known).err(), Some(Fault(Code::TooLarge)));
    }

    #[test]
    fn where_nothing_is_known_nothing_is_found() {
        let sweep = Sweep::new(KnownValues::default()).unwrap();
        assert_eq!(sweep.clean(b"CT for Jane"), None);
        assert!(!sweep.hidden_in(b"JANE DOE HOSP100200"));
    }
}
