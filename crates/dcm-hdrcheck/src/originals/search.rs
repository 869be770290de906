//! The search for values of the originals.

use std::collections::HashSet;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use dicom_common::deid::known_values::{INSIDE_WORDS, is_standard_word, is_whole_word};

use crate::reason::Reason;

use super::known::{Certainty, Known, is_uid_like};

/// More than this is no list of identifiers.
const MOST_VALUES: usize = 2_000_000;

/// Who chose the words of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    /// People, freely.
    Free,
    /// The standard or a terminology: its words may occur by chance in an original as well.
    OfStandard,
}

/// Finds known values.
pub(super) struct Search {
    /// Finds the values; none where there are none.
    finder: Option<AhoCorasick>,
    /// The values in the finder's order, and whether their occurrence is certain to be the
    /// original's.
    values: Vec<(Vec<u8>, Certainty)>,
    /// UIDs that are not the standard's.
    uids: HashSet<Vec<u8>>,
}

impl Search {
    /// A search; `None` for more values than can be searched for.
    pub(super) fn new(known: Known) -> Option<Self> {
        let Known { values, uids } = known;
        if values.len() > MOST_VALUES {
            return None;
        }
        let values: Vec<_> = values.into_iter().collect();
        let finder = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(values.iter().map(|(value, _)| value));
        let finder = if values.is_empty() { None } else { Some(finder.ok()?) };
        Some(Self { finder, values, uids })
    }

    /// Whether this is a UID of an original.
    pub(super) fn has_uid(&self, uid: &[u8]) -> bool {
        self.uids.contains(uid)
    }

    /// The worst of what a text contains. Short values count only as whole words; words of other
    /// files than the text's `own` original may be ordinary ones.
    pub(super) fn in_text(&self, text: &[u8], own: Option<&Known>, words: Words) -> Option<Reason> {
        self.find(text, own, words, |start, end, certain| {
            (certain && end - start >= INSIDE_WORDS) || is_whole_word(text, start, end)
        })
    }

    /// The worst of what a binary value contains; short values would occur by chance.
    pub(super) fn in_binary(&self, bytes: &[u8]) -> Option<Reason> {
        self.find(bytes, None, Words::Free, |start, end, certain| {
            certain && end - start >= INSIDE_WORDS
        })
    }

    fn find(
        &self,
        bytes: &[u8],
        own: Option<&Known>,
        words: Words,
        counts: impl Fn(usize, usize, bool) -> bool,
    ) -> Option<Reason> {
        let mut uids = bytes.split(|b| !(b.is_ascii_digit() || *b == b'.'));
        if uids.any(|run| is_uid_like(run) && self.has_uid(run)) {
            return Some(Reason::OriginalUid);
        }
        let mut worst = None;
        for found in self.finder.iter().flat_map(|finder| finder.find_overlapping_iter(bytes)) {
            let Some((value, certainty)) = self.values.get(found.pattern().as_usize()) else {
                continue;
            };
            let foreign = own.is_some_and(|own| !own.values.contains_key(value));
            let ordinary = is_word(value) || value.len() < INSIDE_WORDS;
            let of_standard = words == Words::OfStandard && is_standard_word(value);
            let certain =
                *certainty == Certainty::Certain && !(foreign && ordinary) && !of_standard;
            if !counts(found.start(), found.end(), certain) {
                continue;
            }
            if certain {
                return Some(Reason::Original);
            }
            worst = Some(Reason::MaybeOriginal);
        }
        worst
    }
}

/// Without digits and separators: what names a person in one file may be an ordinary word.
fn is_word(value: &[u8]) -> bool {
    value.iter().all(u8::is_ascii_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use dicom_common::dataset::{DataSet, Element, VR};
    use dicom_dictionary_std::tags;

    fn known() -> Known {
        let text = |tag, vr, value: &[u8]| Element::new(tag, vr, value.to_vec());
        let mut known = Known::default();
        known.add_dataset(
            &DataSet::new(vec![
                text(tags::SOP_INSTANCE_UID, VR::UI, b"1.2.3.456.7890"),
                text(tags::PATIENT_NAME, VR::PN, b"Doe^Jane^Q"),
                text(tags::PATIENT_ID, VR::LO, b"HOSP100200"),
                text(tags::PATIENT_BIRTH_DATE, VR::DA, b"19571203"),
            ]),
            &|_| true,
        );
        known.add_path(b"archive/jane_1957/head/IM1.dcm");
        known
    }

    fn search() -> Search {
        Search::new(known()).unwrap()
    }

    #[test]
    fn words_of_other_originals_may_be_ordinary_ones() {
        let other = Known::default();
        assert_eq!(
            search().in_text(b"for Doe", Some(&known()), Words::Free),
            Some(Reason::Original)
        );
        assert_eq!(
            search().in_text(b"for Doe", Some(&other), Words::Free),
            Some(Reason::MaybeOriginal)
        );
        assert_eq!(
            search().in_text(b"HOSP100200", Some(&other), Words::Free),
            Some(Reason::Original)
        );
        assert_eq!(search().in_text(b"JANE", None, Words::OfStandard), Some(Reason::Original));
        let mut known = Known::default();
        known.add_value(b"text");
        let text = Search::new(known).unwrap();
        assert_eq!(text.in_text(b"TEXT", None, Words::OfStandard), Some(Reason::MaybeOriginal));
        assert_eq!(text.in_text(b"TEXT", None, Words::Free), Some(Reason::Original));
    }

    #[test]
    fn values_are_found_in_any_case_and_form() {
        let cases: [&[u8]; 6] =
            [b"for DOE", b"xhosp100200x", b"03.12.1957", b"jane", b"Jane_1957", b"HOSP100200"];
        for text in cases {
            assert_eq!(
                search().in_text(text, None, Words::Free),
                Some(Reason::Original),
                "{}",
                text.escape_ascii()
            );
        }
        assert_eq!(
            search().in_text(b"of 1.2.3.456.7890 alone", None, Words::Free),
            Some(Reason::OriginalUid)
        );
        assert_eq!(search().in_text(b"HEAD", None, Words::Free), Some(Reason::MaybeOriginal));
        assert_eq!(search().in_binary(b"\x00\x01HOSP100200\x00"), Some(Reason::Original));
        assert!(search().has_uid(b"1.2.3.456.7890"));
    }

    #[test]
    fn ordinary_text_is_not() {
        let cases: [&[u8]; 4] = [b"does it hurt", b"Axial 1.2.3", b"AHEAD", b"1.2.3.456.78901"];
        for text in cases {
            assert_eq!(search().in_text(text, None, Words::Free), None, "{}", text.escape_ascii());
        }
        assert_eq!(search().in_binary(b"\x00doe\x00"), None);
    }
}
