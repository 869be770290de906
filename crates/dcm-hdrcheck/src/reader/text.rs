//! Text values (PS3.5 6.1): bytes become characters by the character sets that a data set names.

use std::borrow::Cow;

use dicom_core::VR;
use dicom_dictionary_std::tags::SPECIFIC_CHARACTER_SET;

use super::charset::CharacterSet;
use super::element::{DataSet, Element, split_values};
use super::vr::has_own_characters;

const ESCAPE: u8 = 0x1B;

/// How the texts of a data set are to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    sets: Vec<CharacterSet>,
}

impl Default for Text {
    fn default() -> Self {
        Self { sets: vec![CharacterSet::Ascii] }
    }
}

impl Text {
    /// The character sets of a data set, or `outer`'s where it names none, as items of sequences
    /// inherit them.
    pub fn of<'a>(dataset: &DataSet, outer: &'a Text) -> Cow<'a, Text> {
        let Some(bytes) = dataset.get(SPECIFIC_CHARACTER_SET).and_then(Element::bytes) else {
            return Cow::Borrowed(outer);
        };
        let set = |term| CharacterSet::of(std::str::from_utf8(term).ok()?);
        let sets: Vec<_> = split_values(bytes).filter_map(set).collect();
        Cow::Owned(if sets.is_empty() { Text::default() } else { Text { sets } })
    }

    /// The characters of a value of this representation.
    pub fn of_value<'a>(&self, vr: VR, bytes: &'a [u8]) -> Cow<'a, str> {
        match std::str::from_utf8(bytes) {
            Ok(text) if text.is_ascii() && !bytes.contains(&ESCAPE) => Cow::Borrowed(text),
            _ if has_own_characters(vr) => Cow::Owned(self.decode(bytes)),
            // What is not allowed there may be in any set.
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(self.decode(bytes)),
        }
    }

    /// The characters of bytes. Escape sequences (ISO 2022) select among the sets; bytes that no set
    /// can explain become U+FFFD.
    pub fn decode(&self, bytes: &[u8]) -> String {
        if !bytes.contains(&ESCAPE) {
            return self.decode_plain(bytes);
        }
        let mut text = String::new();
        let mut parts = bytes.split(|b| *b == ESCAPE);
        text += &self.decode_plain(parts.next().unwrap_or_default());
        for part in parts {
            let Some((set, length)) = CharacterSet::of_escape(part) else {
                text += &self.decode_plain(part);
                continue;
            };
            let rest = part.get(length..).unwrap_or_default();
            text += &set.decode(rest);
        }
        text
    }

    /// Without escape sequences: the first set, or another where the first has no characters for
    /// the bytes.
    fn decode_plain(&self, bytes: &[u8]) -> String {
        if bytes.is_ascii() {
            return String::from_utf8_lossy(bytes).into_owned();
        }
        let sets = self.sets.iter().filter(|set| !set.is_low());
        let foreign = sets.clone().filter(|set| **set != CharacterSet::Ascii);
        let exact = foreign.map(|set| set.decode(bytes)).find(|text| !text.contains('\u{FFFD}'));
        let first = || sets.clone().next().unwrap_or(&CharacterSet::Ascii).decode(bytes);
        exact.unwrap_or_else(first)
    }

    /// The bytes of a text in each of the sets that have all of its characters.
    pub fn encodings<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Vec<u8>> + 'a {
        self.sets.iter().filter_map(|set| set.encode(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(sets: &str) -> Text {
        let set = Element::new(SPECIFIC_CHARACTER_SET, VR::CS, sets.into());
        Text::of(&DataSet::new(vec![set]), &Text::default()).into_owned()
    }

    #[test]
    fn names_read_in_the_sets_of_the_standard() {
        let cases: [(&str, &[u8], &str); 12] = [
            ("ISO_IR 100", b"Buc^J\xE9r\xF4me", "Buc^J\u{e9}r\u{f4}me"),
            ("ISO_IR 101", b"Wa\xB3\xEAsa", "Wa\u{142}\u{119}sa"),
            ("ISO_IR 144", b"\xBB\xEEceH\xE0", "\u{41b}\u{44e}ceH\u{440}"),
            ("ISO_IR 148", b"\xDDlkay", "\u{130}lkay"),
            ("ISO_IR 13", b"\xD4\xCF\xC0\xDE^\xC0\xDB\xB3", "ﾔﾏﾀﾞ^ﾀﾛｳ"),
            (r"\ISO 2022 IR 87", b"\x1B$B;3ED\x1B(B^\x1B$BB@O:\x1B(B", "山田^太郎"),
            (r"ISO 2022 IR 13\ISO 2022 IR 87", b"\xD4\xCF\xC0\xDE=\x1B$B;3ED\x1B(J", "ﾔﾏﾀﾞ=山田"),
            (r"\ISO 2022 IR 149", b"Hong=\x1B$)C\xFB\xF3^\x1B$)C\xD1\xCE\xD4\xD7", "Hong=洪^吉洞"),
            ("GB18030", b"\xCD\xF5^\xD0\xA1\xB6\xAB", "王^小东"),
            (r"\ISO 2022 IR 58", b"\x1B$)A\xCD\xF5", "王"),
            ("ISO_IR 192", "Ωμέγα".as_bytes(), "Ωμέγα"),
            (r"\ISO 2022 IR 159", b"\x1B$(D\x30\x21", "\u{4e02}"),
        ];
        for (sets, bytes, expected) in cases {
            assert_eq!(text(sets).decode(bytes), expected, "{sets}");
        }
    }

    #[test]
    fn what_is_not_declared_reads_as_what_people_mean() {
        assert_eq!(text("").decode("Müller".as_bytes()), "Müller");
        assert_eq!(text("").decode(b"M\xFCller"), "Müller");
    }
}
