//! Character sets by the names that Specific Character Set (0008,0005) gives them (PS3.3 C.12.1.1.2).

use std::borrow::Cow;

use encoding_rs as codec;

/// What bytes above 7F, and below in some sets, stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CharacterSet {
    /// ISO 646.
    Ascii,
    /// ISO 8859-1.
    Latin1,
    /// A set in which bytes below 80 are ASCII.
    Coded(&'static codec::Encoding),
    /// JIS X 0201: half-width katakana above 7F.
    Katakana,
    /// JIS X 0208: two bytes below 80.
    Kanji,
    /// JIS X 0212: two bytes below 80.
    FurtherKanji,
}

use CharacterSet::*;

impl CharacterSet {
    /// The set of a defined term, with or without code extensions.
    pub(super) fn of(term: &str) -> Option<Self> {
        let number = ["ISO_IR ", "ISO_IR_", "ISO 2022 IR "];
        let number = number.iter().find_map(|prefix| term.strip_prefix(prefix));
        Some(match (number.unwrap_or_default().trim(), term) {
            ("6", _) | (_, "") => Ascii,
            ("13", _) => Katakana,
            ("87", _) => Kanji,
            ("159", _) => FurtherKanji,
            ("100", _) => Latin1,
            ("101", _) => Coded(codec::ISO_8859_2),
            ("109", _) => Coded(codec::ISO_8859_3),
            ("110", _) => Coded(codec::ISO_8859_4),
            ("144", _) => Coded(codec::ISO_8859_5),
            ("127", _) => Coded(codec::ISO_8859_6),
            ("126", _) => Coded(codec::ISO_8859_7),
            ("138", _) => Coded(codec::ISO_8859_8),
            // ISO 8859-9 is part of it.
            ("148", _) => Coded(codec::WINDOWS_1254),
            ("203", _) => Coded(codec::ISO_8859_15),
            ("166", _) => Coded(codec::WINDOWS_874),
            ("149", _) => Coded(codec::EUC_KR),
            ("58", _) => Coded(codec::GBK),
            ("192", _) => Coded(codec::UTF_8),
            (_, "GB18030" | "GBK" | "ISO 2022 GBK") => Coded(codec::GB18030),
            _ => return None,
        })
    }

    /// The set that an escape sequence selects, and the bytes of the sequence behind ESC.
    pub(super) fn of_escape(sequence: &[u8]) -> Option<(Self, usize)> {
        Some(match sequence {
            [b'(', b'B', ..] => (Ascii, 2),
            // Roman letters of JIS X 0201: ASCII but for two characters.
            [b'(', b'J', ..] => (Ascii, 2),
            [b')', b'I', ..] | [b'(', b'I', ..] => (Katakana, 2),
            [b'$', b'B' | b'@', ..] => (Kanji, 2),
            [b'$', b'(', b'B' | b'@', ..] => (Kanji, 3),
            [b'$', b'(', b'D', ..] => (FurtherKanji, 3),
            [b'$', b')', b'C', ..] => (Coded(codec::EUC_KR), 3),
            [b'$', b')', b'A', ..] => (Coded(codec::GBK), 3),
            [b'-', final_byte, ..] => {
                let number = match final_byte {
                    b'A' => "100",
                    b'B' => "101",
                    b'C' => "109",
                    b'D' => "110",
                    b'F' => "126",
                    b'G' => "127",
                    b'H' => "138",
                    b'L' => "144",
                    b'M' => "148",
                    b'T' => "166",
                    b'b' => "203",
                    _ => return None,
                };
                (Self::of(&format!("ISO_IR {number}"))?, 2)
            }
            _ => return None,
        })
    }

    /// Whether it is for bytes below 80, which an escape sequence ends.
    pub(super) fn is_low(self) -> bool {
        matches!(self, Kanji | FurtherKanji)
    }

    /// The characters of bytes. What it has none for becomes U+FFFD.
    pub(super) fn decode(self, bytes: &[u8]) -> String {
        match self {
            Ascii => ascii(bytes).into_owned(),
            Latin1 => bytes.iter().map(|b| char::from(*b)).collect(),
            Coded(set) => set.decode_without_bom_handling(bytes).0.into_owned(),
            Katakana => codec::SHIFT_JIS.decode_without_bom_handling(bytes).0.into_owned(),
            // Both are parts of EUC-JP, with the highest bit set.
            Kanji => {
                let high: Vec<u8> = bytes.iter().map(|b| high(*b)).collect();
                codec::EUC_JP.decode_without_bom_handling(&high).0.into_owned()
            }
            FurtherKanji => {
                let pair = |pair: &[u8]| -> Vec<u8> {
                    match pair {
                        [a @ 0x21..=0x7E, b] => vec![0x8F, high(*a), high(*b)],
                        other => other.to_vec(),
                    }
                };
                let high: Vec<u8> = bytes.chunks(2).flat_map(pair).collect();
                codec::EUC_JP.decode_without_bom_handling(&high).0.into_owned()
            }
        }
    }

    /// The bytes of a text in it; none where it has none for a character, or where bytes have more
    /// than one meaning.
    pub(super) fn encode(self, text: &str) -> Option<Vec<u8>> {
        let by = |set: &'static codec::Encoding| {
            let (bytes, _, lossy) = set.encode(text);
            (!lossy).then(|| bytes.into_owned())
        };
        match self {
            Ascii => text.is_ascii().then(|| text.as_bytes().to_vec()),
            Latin1 => text.chars().map(|c| u8::try_from(c).ok()).collect(),
            Coded(set) => by(set),
            Katakana => by(codec::SHIFT_JIS),
            Kanji | FurtherKanji => {
                let bytes = by(codec::EUC_JP)?;
                let low = |b: &u8| (0xA1..=0xFE).contains(b).then_some(b & 0x7F);
                bytes.iter().map(low).collect()
            }
        }
    }
}

fn high(byte: u8) -> u8 {
    if (0x21..=0x7E).contains(&byte) { byte | 0x80 } else { byte }
}

/// ASCII, or what people write where they declare nothing: UTF-8, or else Latin 1.
fn ascii(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|b| char::from(*b)).collect()),
    }
}
