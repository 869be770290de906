//! Text values and their character sets (PS3.5 6.1).

use dicom_dictionary_std::tags::SPECIFIC_CHARACTER_SET;

use super::charset::CharacterSet;
use super::element::{DataSet, Element};
use super::iso2022::{self, ESCAPE, escape_of};
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
        Self { sets: vec![CharacterSet::Ascii], extended: false }
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
        self.decoded(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned())
    }

    /// The characters of a value as its writer is likely to have meant them: by the declared sets,
    /// or else as UTF-8, or as Latin 1. For searches: a name must be found where the declaration is
    /// missing or wrong.
    pub fn guess(&self, bytes: &[u8]) -> String {
        let declared = self.sets.iter().any(|set| *set != CharacterSet::Ascii);
        let decoded = self.decoded(bytes).filter(|_| declared || bytes.is_ascii());
        decoded
            .or_else(|| String::from_utf8(bytes.to_vec()).ok())
            .unwrap_or_else(|| bytes.iter().copied().map(char::from).collect())
    }

    /// The characters of a value in UTF-8, where that is another reading of it than the one that is
    /// known: sets of one byte for a character explain everything.
    pub fn other_guess(&self, bytes: &[u8], known: &str) -> Option<String> {
        let can = !bytes.is_ascii() && !bytes.contains(&ESCAPE);
        let other = can.then(|| std::str::from_utf8(bytes).ok()).flatten()?;
        (other != known).then(|| other.to_owned())
    }

    /// Whether these are the characters of a value, and nothing of it is lost in them: what no
    /// declared set explains is not.
    pub fn is_exact(&self, bytes: &[u8], decoded: &str) -> bool {
        if bytes.is_ascii() && !bytes.contains(&ESCAPE) {
            return decoded.as_bytes() == bytes;
        }
        // Escape sequences can be placed in more than one way.
        if bytes.contains(&ESCAPE) {
            return self.decoded(bytes).as_deref() == Some(decoded)
                && !decoded.contains('\u{FFFD}');
        }
        self.encode(decoded).as_deref() == Some(bytes)
    }

    fn decoded(&self, bytes: &[u8]) -> Option<String> {
        let plain = |bytes: &[u8]| self.sets.iter().rev().find_map(|set| set.decode(bytes));
        if bytes.is_ascii() && !bytes.contains(&ESCAPE) {
            return String::from_utf8(bytes.to_vec()).ok();
        }
        if !bytes.contains(&ESCAPE) {
            return plain(bytes);
        }
        iso2022::decode(bytes, self.first(), &plain)
    }

    /// The set that is in force at the start of each line, if it has more than ASCII.
    fn first(&self) -> Option<CharacterSet> {
        let is_more = |set: &CharacterSet| {
            !self.extended && !matches!(set, CharacterSet::Ascii | CharacterSet::Ideographs(_))
        };
        self.sets.first().copied().filter(is_more)
    }

    /// The bytes of a text in the first character set, or, with code extensions, in the others;
    /// `None` where they cannot hold it.
    pub fn encode(&self, text: &str) -> Option<Vec<u8>> {
        if text.is_ascii() {
            return Some(text.as_bytes().to_vec());
        }
        self.encode_plain(text).or_else(|| self.encode_extended(text))
    }

    /// The same in the first set alone.
    fn encode_plain(&self, text: &str) -> Option<Vec<u8>> {
        let set = self.first()?;
        let bytes = set.encode(text)?;
        // Beside other sets, katakana are one byte each.
        let fits =
            !set.is_katakana() || self.sets.len() == 1 || bytes.len() == text.chars().count();
        (fits && self.decode(&bytes) == text).then_some(bytes)
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
            let several = self.sets.iter().filter(|set| !set.is_katakana());
            let by_one = || {
                several.clone().find_map(|set| {
                    let escape = escape_of(set.name())?;
                    let encoded = [escape, &set.encode(part)?].concat();
                    (self.decode(&encoded) == part).then_some(encoded)
                })
            };
            let by_several = || {
                let encoded = iso2022::encode(part, &self.sets, self.first())?;
                (self.decode(&encoded) == part).then_some(encoded)
            };
            bytes.extend(self.encode_plain(part).or_else(by_one).or_else(by_several)?);
            bytes.extend_from_slice(end.as_bytes());
        }
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dicom_core::{Tag, VR};

    fn text(charset: &str) -> Text {
        let set = Element::new(SPECIFIC_CHARACTER_SET, VR::CS, charset.into());
        Text::of(&DataSet::new(vec![set]), &Text::default())
    }

    #[test]
    fn text_is_encoded_as_it_is_decoded_or_not_at_all() {
        let latin = text("ISO_IR 100");
        assert_eq!(latin.encode("Z\u{fc}rich").as_deref(), Some(b"Z\xFCrich".as_slice()));
        assert_eq!(latin.encode("\u{4e2d}"), None);
        assert_eq!(Text::default().encode("\u{fc}"), None);
        assert_eq!(Text::default().encode("abc").as_deref(), Some(b"abc".as_slice()));
    }

    #[test]
    fn korean_name_is_decoded_by_its_escape_sequence() {
        let text = text("\\ISO 2022 IR 149");
        let bytes = b"Hong^Gildong=\x1B$)C\xFB\xF3^\x1B$)C\xD1\xCE\xD4\xD7";
        assert_eq!(text.decode(bytes), "Hong^Gildong=洪^吉洞");
        assert_eq!(text.encode("Hong^Gildong=洪^吉洞").as_deref(), Some(bytes.as_slice()));
        assert_eq!(text.encode("\u{0627}"), None);
        assert_eq!(Tag(8, 5), SPECIFIC_CHARACTER_SET);
    }

    // PS3.5 H.3.
    #[test]
    fn japanese_names_are_read_in_all_of_their_sets() {
        let japanese = text("ISO 2022 IR 13\\ISO 2022 IR 87");
        let name = b"\xD4\xCF\xC0\xDE^\xC0\xDB\xB3=\x1B$B;3ED\x1B(J^\x1B$BB@O:\x1B(J=\x1B$B$d$^$@\x1B(J^\x1B$B$?$m$&\x1B(J";
        assert_eq!(japanese.decode(name), "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう");
        assert_eq!(
            japanese.encode("ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう").as_deref(),
            Some(name.as_slice())
        );
        let more = text("\\ISO 2022 IR 87\\ISO 2022 IR 159");
        let bytes = b"\x1B$(D0!\x1B(B MRI \x1B$BG>\x1B(B";
        let decoded = more.decode(bytes);
        assert_eq!(decoded, "丂 MRI 脳");
        assert_eq!(more.encode(&decoded).as_deref(), Some(bytes.as_slice()));
    }

    #[test]
    fn every_line_and_value_begins_in_the_first_set() {
        let russian = text("ISO 2022 IR 100\\ISO 2022 IR 144");
        assert_eq!(russian.decode(b"\x1B-L\xB8\xD2\xD0\xDD\r\nf\xFCr"), "Иван\r\nfür");
        let encoded = russian.encode("Иван für").unwrap();
        assert_eq!(russian.decode(&encoded), "Иван für");
    }

    #[test]
    fn what_no_set_explains_is_guessed_for_a_search_and_is_not_exact() {
        for (charset, bytes) in
            [("", "Jürgen".as_bytes()), ("ISO_IR 192", b"J\xFCrgen"), ("", b"J\xFCrgen")]
        {
            let text = text(charset);
            assert_eq!(text.guess(bytes), "Jürgen", "{charset}");
            assert!(!text.is_exact(bytes, "Jürgen"), "{charset}");
        }
        assert!(text("ISO_IR 192").is_exact("Jürgen".as_bytes(), "Jürgen"));
    }
}
