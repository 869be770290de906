//! The known-value sweep: names, identifiers, birth dates and contact data seen in a file are
//! removed where they occur inside text that is kept.

use std::cell::{OnceCell, RefCell};
use std::collections::HashSet;
use std::ops::Range;

use aho_corasick::AhoCorasick;
use dicom_common::code::Outcome;
use dicom_common::dataset::{Text, trim};
use dicom_common::deid::known_values::{
    Evidence, Folded, INSIDE_WORDS, KnownDate, is_standard_word,
};

use crate::find::{IdentifierFinder, NameFinder, finder};
use crate::known::KnownValues;

/// Texts that are remembered as clean: the slices of a series have the same ones.
const REMEMBERED: usize = 512;
/// Longer texts are not remembered.
const LONGEST_REMEMBERED: usize = 256;
const ESCAPE: u8 = 0x1B;

/// Finds the known values of a file in its texts.
#[derive(Debug)]
pub struct Sweep {
    known: KnownValues,
    values: Vec<Vec<u8>>,
    names: NameFinder,
    identifiers: IdentifierFinder,
    dates: Vec<KnownDate>,
    /// Finds long values in bytes that are no text; made when there are such bytes.
    bytes: OnceCell<Outcome<AhoCorasick>>,
    /// ASCII texts in which nothing was found.
    clean: RefCell<Clean>,
}

/// Texts in which nothing was found, by how they were searched.
#[derive(Debug, Default)]
struct Clean {
    codes: HashSet<Vec<u8>>,
    texts: HashSet<Vec<u8>>,
    free_texts: HashSet<Vec<u8>>,
}

/// How a text is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum As {
    Code,
    Text(Besides),
}

impl Clean {
    fn of(&mut self, how: As) -> &mut HashSet<Vec<u8>> {
        match how {
            As::Code => &mut self.codes,
            As::Text(Besides::Nothing) => &mut self.texts,
            As::Text(Besides::Patterns) => &mut self.free_texts,
        }
    }
}

/// What is taken out of a text besides known values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Besides {
    /// Nothing.
    Nothing,
    /// What has the form of a telephone number, an address, a number that somebody was given.
    Patterns,
}

impl Sweep {
    /// A sweep for these values.
    ///
    /// # Errors
    /// `E_TOO_LARGE` when the values are too many or too long to be looked for: without a search
    /// they would stay in every text.
    pub fn new(known: KnownValues) -> Outcome<Self> {
        let evidence = known.evidence();
        let names = NameFinder::new(evidence.iter().filter_map(Evidence::name).collect())?;
        let identifiers = evidence.iter().flat_map(Evidence::identifiers).collect();
        let identifiers = IdentifierFinder::new(identifiers)?;
        let dates = evidence.iter().filter_map(Evidence::date).collect();
        let values = known.values();
        let (bytes, clean) = (OnceCell::new(), RefCell::default());
        Ok(Self { known, values, names, identifiers, dates, bytes, clean })
    }

    /// The values that it looks for.
    pub fn known(&self) -> &KnownValues {
        &self.known
    }

    /// The same as text (UTF-8), in lower case.
    pub fn values(&self) -> &[Vec<u8>] {
        &self.values
    }

    /// The value without what is known, or `None` if nothing of it is in there. Where the rest
    /// cannot be written again in the value's character sets, all of it goes.
    pub fn clean(&self, bytes: &[u8], text: &Text, besides: Besides) -> Option<Vec<u8>> {
        let how = As::Text(besides);
        if self.is_remembered(bytes, how) {
            return None;
        }
        let decoded = text.guess(bytes);
        let mut found = self.find(&decoded);
        if besides == Besides::Patterns {
            found.extend(descriptors::identifying(&decoded));
            found.sort_unstable_by_key(|range| (range.start, range.end));
        }
        if found.is_empty() {
            self.remember(bytes, how);
            // Declared wrongly: what is written in UTF-8 is searched as such, and goes whole.
            let other = text.other_guess(bytes, &decoded);
            return other.filter(|other| !self.find(other).is_empty()).map(|_| Vec::new());
        }
        let exact = text.is_exact(bytes, &decoded);
        let clean = without(&decoded, &found);
        let encoded = text.encode(clean.trim_matches([' ', '\0'])).filter(|_| exact);
        Some(encoded.unwrap_or_default())
    }

    /// The same for codes, which are whole or gone: each value with a known value in it becomes
    /// `REMOVED`, unless what was found are words of the standard.
    pub fn clean_code(&self, code: &[u8], text: &Text) -> Option<Vec<u8>> {
        if self.is_remembered(code, As::Code) {
            return None;
        }
        let decoded = text.guess(code);
        let values = decoded.split('\\').map(|value| value.trim_matches([' ', '\0']));
        if !values.clone().any(|value| self.names_somebody(value)) {
            return None;
        }
        let left = values.map(|value| if self.names_somebody(value) { "REMOVED" } else { value });
        let left = left.collect::<Vec<_>>().join("\\");
        Some(text.encode(&left).unwrap_or_else(|| b"REMOVED".to_vec()))
    }

    /// Whether a code holds a known value that is more than words of the standard.
    pub fn names_somebody(&self, code: &str) -> bool {
        if self.is_remembered(code.as_bytes(), As::Code) {
            return false;
        }
        let found = self.find(code).into_iter().any(|range| {
            let words = code.get(range).unwrap_or_default();
            let mut words = words.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
            !words.all(|word| is_standard_word(word.as_bytes()))
        });
        if !found {
            self.remember(code.as_bytes(), As::Code);
        }
        found
    }

    /// Whether bytes that are no text hold a known value long enough not to be there by chance.
    pub fn hidden_in(&self, bytes: &[u8]) -> bool {
        let finder = self.bytes.get_or_init(|| {
            let encoded = self.known.evidence().iter().filter_map(|one| match one {
                Evidence::Encoded(bytes) => Some(bytes.clone()),
                _ => None,
            });
            let hidden = self.values.iter().cloned().chain(encoded);
            let hidden = hidden.flat_map(|value| spelt(&value));
            finder(&hidden.filter(|value| value.len() >= INSIDE_WORDS).collect::<Vec<_>>())
        });
        // What cannot be searched may hold anything.
        finder.as_ref().map_or(true, |finder| finder.is_match(bytes))
    }

    /// Where known values lie in a decoded text, in bytes, ascending by start, then end; they can
    /// overlap.
    pub fn find(&self, decoded: &str) -> Vec<Range<usize>> {
        let folded = Folded::new(decoded);
        let mut found = Vec::new();
        self.names.find(&folded, &mut found);
        self.identifiers.find(&folded, &mut found);
        if folded.text().contains(|c: char| c.is_ascii_digit()) {
            self.dates.iter().for_each(|date| date.find(folded.text(), &mut found));
        }
        let mut found: Vec<_> = found.into_iter().map(|range| folded.original(range)).collect();
        found.sort_unstable_by_key(|range| (range.start, range.end));
        found
    }

    fn is_remembered(&self, bytes: &[u8], how: As) -> bool {
        bytes.len() <= LONGEST_REMEMBERED && self.clean.borrow_mut().of(how).contains(bytes)
    }

    /// Only what is ASCII is the same text in every character set.
    fn remember(&self, bytes: &[u8], how: As) {
        let mut clean = self.clean.borrow_mut();
        let clean = clean.of(how);
        let plain = bytes.is_ascii() && !bytes.contains(&ESCAPE);
        if bytes.len() <= LONGEST_REMEMBERED && plain && clean.len() < REMEMBERED {
            clean.insert(bytes.to_vec());
        }
    }
}

/// A text without places, which ascend by start. Backslashes divide values and stay.
fn without(text: &str, places: &[Range<usize>]) -> String {
    let mut left = String::with_capacity(text.len());
    let mut kept_to = 0;
    for place in places {
        left.push_str(text.get(kept_to..place.start.max(kept_to)).unwrap_or_default());
        let gone = text.get(place.start.max(kept_to)..place.end).unwrap_or_default();
        left.extend(gone.chars().filter(|c| *c == '\\'));
        kept_to = kept_to.max(place.end);
    }
    left.push_str(text.get(kept_to..).unwrap_or_default());
    left
}

/// A value as it is, and in UTF-16 in both orders of bytes, where it is text.
fn spelt(value: &[u8]) -> Vec<Vec<u8>> {
    let mut spelt = vec![trim(value).to_vec()];
    if let Ok(text) = std::str::from_utf8(value) {
        spelt.push(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
        spelt.push(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
    }
    // Shorter text would be found by chance, whatever its encoding is.
    spelt.truncate(if value.len() >= INSIDE_WORDS { spelt.len() } else { 1 });
    spelt
}

#[cfg(test)]
mod tests {
    use dicom_common::code::{Code, Fault};
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

    fn named(charset: &str, name: &[u8]) -> (Sweep, Text) {
        let set = Element::new(tags::SPECIFIC_CHARACTER_SET, VR::CS, charset.into());
        let name = Element::new(tags::PATIENT_NAME, VR::PN, name.to_vec());
        let dataset = DataSet::new(vec![set, name]);
        let known = KnownValues::of(&dataset, &|_| true).unwrap();
        (Sweep::new(known).unwrap(), Text::of(&dataset, &Text::default()))
    }

    fn clean(text: &str) -> Option<String> {
        let clean = sweep().clean(text.as_bytes(), &Text::default(), Besides::Nothing);
        clean.map(|b| String::from_utf8(b).unwrap())
    }

    #[test]
    fn known_values_go_from_any_text_in_any_case() {
        assert_eq!(clean("CT for JANE DOE").as_deref(), Some("CT for"));
        assert_eq!(clean("hosp100200: follow-up").as_deref(), Some(": follow-up"));
        assert_eq!(clean("born 1957-12-03").as_deref(), Some("born"));
        assert_eq!(clean("born 3 Dec 1957 x").as_deref(), Some("born  x"));
        assert_eq!(clean("xHOSP100200x").as_deref(), Some("xx"));
        assert_eq!(clean("seen by Cuddy").as_deref(), Some("seen by"));
        assert_eq!(clean("Jane\\Doe\\head").as_deref(), Some("\\\\head"));
    }

    #[test]
    fn ordinary_words_stay() {
        for text in ["does it hurt", "Axial 1.0 H30s", ""] {
            assert_eq!(clean(text), None);
        }
    }

    #[test]
    fn codes_are_whole_or_gone_and_terms_of_the_standard_stay() {
        let (sweep, text) = named("", b"Enhanced^Doe");
        let code = |code: &[u8]| sweep.clean_code(code, &text);
        assert_eq!(code(b"DERIVED\\ENHANCED"), None);
        assert_eq!(code(b"DERIVED\\DOE 1"), Some(b"DERIVED\\REMOVED".to_vec()));
    }

    #[test]
    fn the_rest_is_written_in_the_character_set_of_the_value_or_not_at_all() {
        for (charset, name, value, left) in [
            (
                "ISO_IR 100",
                b"M\xFCller^J\xFCrgen".as_slice(),
                b"f\xFCr M\xDCLLER J\xDCRGEN".as_slice(),
                b"f\xFCr".as_slice(),
            ),
            ("ISO_IR 100", b"M\xFCller^J\xFCrgen", b"Mueller hat", b"hat"),
            (
                "ISO_IR 144",
                b"\xBA\xE3\xD7\xDD\xD5\xE6\xDE\xD2^\xB8\xD2\xD0\xDD",
                b"\xBC\xC0\xC2 \xBA\xC3\xB7\xBD\xB5\xC6\xBE\xB2",
                b"\xBC\xC0\xC2",
            ),
            (
                "ISO_IR 126",
                b"\xD0\xE1\xF0\xDC\xF2",
                b"CT \xD0\xC1\xD0\xC1\xD3 \xD0\xE1\xF0\xDC\xF2",
                b"CT",
            ),
            ("ISO_IR 148", b"\xDDnci", b"MR \xFDnci", b"MR"),
            (
                "ISO_IR 13",
                b"\xD4\xCF\xC0\xDE^\xC0\xDB\xB3",
                b"CT \xD4\xCF\xC0\xDE \xC0",
                b"CT  \xC0",
            ),
            ("GB18030", b"\xD5\xC5^\xCE\xB0", b"\xC4\xD4 \xD5\xC5\xCE\xB0", b"\xC4\xD4"),
            (
                "\\ISO 2022 IR 149",
                b"\x1B$)C\xC1\xA4^\x1B$)C\xB9\xCE\xBC\xF6",
                b"\x1B$)C\xC1\xA4\xBB\xF3 \xC1\xA4\xB9\xCE\xBC\xF6",
                b"\x1B$)C\xC1\xA4\xBB\xF3",
            ),
            (
                "\\ISO 2022 IR 87",
                b"\x1B$B;3ED\x1B(B^\x1B$BB@O:\x1B(B",
                b"\x1B$BG>\x1B(B \x1B$B;3EDB@O:\x1B(B",
                b"\x1B$BG>\x1B(B",
            ),
            (
                "ISO_IR 192",
                "Zoe\u{308}^Lefe\u{300}vre".as_bytes(),
                "tête LEFÈVRE".as_bytes(),
                "tête".as_bytes(),
            ),
            // Not declared, or wrongly: found, and as the rest cannot be trusted all of it goes.
            ("", "Müller^Jürgen".as_bytes(), "für MÜLLER".as_bytes(), b""),
            ("ISO_IR 192", b"M\xFCller^J\xFCrgen", b"f\xFCr M\xDCLLER", b""),
        ] {
            let (sweep, text) = named(charset, name);
            let clean = sweep.clean(value, &text, Besides::Nothing);
            assert_eq!(clean.as_deref(), Some(left), "{charset} {:?}", text.decode(value));
        }
    }

    #[test]
    fn what_is_clean_as_a_code_is_searched_as_text_all_the_same() {
        let (sweep, text) = named("", b"Enhanced^Doe");
        assert_eq!(sweep.clean_code(b"ENHANCED", &text), None);
        assert!(sweep.clean(b"ENHANCED", &text, Besides::Nothing).is_some());
        assert_eq!(sweep.clean(b"010-1234-5678", &text, Besides::Nothing), None);
        assert!(sweep.clean(b"010-1234-5678", &text, Besides::Patterns).is_some());
    }

    #[test]
    fn names_in_utf_8_are_found_whatever_is_declared() {
        let (sweep, text) = named("ISO_IR 100", "Lefèvre^Zoë".as_bytes());
        for value in ["x LEFÈVRE", "x Zoë"] {
            let clean = sweep.clean(value.as_bytes(), &text, Besides::Nothing);
            assert!(clean.is_some_and(|left| !left.ends_with(value.as_bytes())), "{value}");
        }
    }

    #[test]
    fn text_that_cutting_could_break_goes_whole() {
        let clean = sweep().clean(b"Jane \x1B$)C\xFB\xFF", &Text::default(), Besides::Nothing);
        assert_eq!(clean.as_deref(), Some(b"".as_slice()));
    }

    #[test]
    fn values_that_cannot_be_looked_for_refuse_the_file_instead_of_staying_in_it() {
        let long = "doe ".repeat(1 << 19);
        let known = |values: Vec<String>| {
            let names = values.into_iter().map(Evidence::Name).collect();
            KnownValues::from_evidence(names).and_then(Sweep::new)
        };
        let identifier =
            Evidence::Value(dicom_common::deid::known_values::Telling::Identifier, long);
        let known_long = KnownValues::from_evidence(vec![identifier]).and_then(Sweep::new);
        assert_eq!(known_long.err(), Some(Fault(Code::TooLarge)));
        let many = (0..5000).map(|n| format!("name{n}")).collect();
        assert_eq!(known(many).err(), Some(Fault(Code::TooLarge)));
    }

    #[test]
    fn values_that_are_no_text_hold_no_long_known_value() {
        let sweep = sweep();
        let wide: Vec<u8> = "HOSP100200".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [b"\x01HOSP100200\x01".as_slice(), &wide] {
            assert!(sweep.hidden_in(bytes));
        }
        assert!(!sweep.hidden_in(b"\x01Jane\x01"));
        let (sweep, _) = named("\\ISO 2022 IR 149", b"\x1B$)C\xC1\xA4\xB9\xCE\xBC\xF6");
        assert!(sweep.hidden_in(b"\x01\xC1\xA4\xB9\xCE\xBC\xF6\x01"));
    }

    #[test]
    fn where_nothing_is_known_nothing_is_found() {
        let sweep = Sweep::new(KnownValues::default()).unwrap();
        assert_eq!(sweep.clean(b"CT for Jane", &Text::default(), Besides::Nothing), None);
        assert!(!sweep.hidden_in(b"JANE DOE HOSP100200"));
    }
}
