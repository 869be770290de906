//! Text values and their character sets (PS3.5 6.1).

use dicom_dictionary_std::tags::SPECIFIC_CHARACTER_SET;

use super::charset::CharacterSet;
use super::element::{DataSet, Element};
use super::iso2022::{decode_escaped, escape_of};
use super::values::split_values;

/// How the text of a data set is to be read: its Specific Character Set (0008,0005).
#[derive(Debug, Clone)]
pub struct Text {
    sets: Vec<CharacterSet>,
    /// The first set is ASCII, and is left for the others by escape sequences.
    extended: bool,
}

impl Default for Text {
    fn default() -> Self {
        Self { sets: vec![CharacterSet::ASCII], extended: false }
    }
}

impl Text {
    /// The character sets of a data set, or `outer`'s where it names none, as items of sequences
    /// inherit them.
    pub fn of(dataset: &DataSet, outer: &Text) -> Text {
        let Some(bytes) = dataset.get(SPECIFIC_CHARACTER_SET).and_then(Element::bytes) else {
            return outer.clone();
        };
        let sets: Vec<_> = split_values(bytes)
            .filter_map(|code| CharacterSet::of(std::str::from_utf8(code).ok()?))
            .collect();
        let ascii = |code: &[u8]| matches!(code, b"" | b"ISO 2022 IR 6");
        let extended = split_values(bytes).next().is_some_and(ascii);
        if sets.is_empty() { Text::default() } else { Text { sets, extended } }
    }

    /// The characters of a value. Escape sequences (ISO 2022) select among the character sets;
    /// bytes that no declared set can explain become U+FFFD.
    ///
    /// ```
    /// use dicom_common::dataset::{DataSet, Element, Tag, Text, VR};
    ///
    /// let set = Element::new(Tag(0x0008, 0x0005), VR::CS, b"ISO_IR 100".to_vec());
    /// let text = Text::of(&DataSet::new(vec![set]), &Text::default());
    /// assert_eq!(text.decode(b"M\xFCller"), "Müller");
    /// assert_eq!(text.encode("Müller").as_deref(), Some(b"M\xFCller".as_slice()));
    /// ```
    pub fn decode(&self, bytes: &[u8]) -> String {
        if bytes.is_ascii() && !bytes.contains(&0x1B) {
            return String::from_utf8_lossy(bytes).into_owned();
        }
        let codec = |bytes: &[u8]| {
            self.sets
                .iter()
                .rev()
                .find_map(|set| set.decode(bytes).filter(|t| !t.contains('\u{FFFD}')))
                .unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned())
        };
        if !bytes.contains(&0x1B) {
            return codec(bytes);
        }
        let mut text = String::new();
        for (i, segment) in bytes.split(|b| *b == 0x1B).enumerate() {
            text.push_str(&if i == 0 { codec(segment) } else { decode_escaped(segment) });
        }
        text
    }

    /// The bytes of a text in the first character set, or, with code extensions, in the others;
    /// `None` where they cannot hold it.
    pub fn encode(&self, text: &str) -> Option<Vec<u8>> {
        if text.is_ascii() {
            return Some(text.as_bytes().to_vec());
        }
        // The codec of the default set is that of Latin 1; the set itself is ASCII.
        let ascii = |set: &CharacterSet| self.extended || set.name() == "ISO_IR 6";
        let plain = self.sets.first().filter(|set| !ascii(set));
        let bytes = plain.and_then(|set| set.encode(text));
        bytes.filter(|bytes| self.decode(bytes) == text).or_else(|| self.encode_extended(text))
    }

    /// The same by ISO 2022 (PS3.3 C.12.1.1.2). Each line and each value begins in the first set,
    /// so each one with other characters has its own escape sequence.
    fn encode_extended(&self, text: &str) -> Option<Vec<u8>> {
        let delimiter = |c: char| matches!(c, '\r' | '\n' | '\t' | '\u{c}' | '\\' | '^' | '=');
        let mut bytes = Vec::new();
        for part in text.split_inclusive(delimiter) {
            if part.is_ascii() {
                bytes.extend_from_slice(part.as_bytes());
                continue;
            }
            let (part, end) = part.split_at(part.trim_end_matches(delimiter).len());
            let encoded = self.sets.iter().find_map(|set| {
                let escape = escape_of(&set.name())?;
                let encoded = [escape, &set.encode(part)?].concat();
                (self.decode(&encoded) == part).then_some(encoded)
            });
            bytes.extend(encoded?);
            bytes.extend_from_slice(end.as_bytes());
        }
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dicom_core::{Tag, VR};

    #[test]
    fn text_is_encoded_as_it_is_decoded_or_not_at_all() {
        let set = Element::new(SPECIFIC_CHARACTER_SET, VR::CS, b"ISO_IR 100".to_vec());
        let latin = Text::of(&DataSet::new(vec![set]), &Text::default());
        assert_eq!(latin.encode("Z\u{fc}rich").as_deref(), Some(b"Z\xFCrich".as_slice()));
        assert_eq!(latin.encode("\u{4e2d}"), None);
        assert_eq!(Text::default().encode("\u{fc}"), None);
        assert_eq!(Text::default().encode("abc").as_deref(), Some(b"abc".as_slice()));
    }

    #[test]
    fn korean_name_is_decoded_by_its_escape_sequence() {
        let charset = Element::new(SPECIFIC_CHARACTER_SET, VR::CS, b"\\ISO 2022 IR 149".to_vec());
        let text = Text::of(&DataSet::new(vec![charset]), &Text::default());
        let bytes = b"Hong^Gildong=\x1B$)C\xFB\xF3^\x1B$)C\xD1\xCE\xD4\xD7";
        assert_eq!(text.decode(bytes), "Hong^Gildong=洪^吉洞");
        assert_eq!(text.encode("Hong^Gildong=洪^吉洞").as_deref(), Some(bytes.as_slice()));
        assert_eq!(text.encode("\u{0627}"), None);
        assert_eq!(Tag(8, 5), SPECIFIC_CHARACTER_SET);
    }
}
