//! Character sets (PS3.3 C.12.1.1.2), each by itself; iso2022.rs switches between them.

use encoding_rs as codecs;
use encoding_rs::Encoding;

/// One value of Specific Character Set (0008,0005).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CharacterSet {
    /// The default, ASCII.
    Ascii,
    /// ISO 8859-1, or a set that differs from it in few places.
    Latin(&'static Latin),
    /// One with a codec of its own.
    Coded(&'static Coded),
    /// Japanese ideographs, which stand in the place of ASCII after an escape sequence.
    Ideographs(&'static str),
}

/// ISO 8859-1 with other characters in some places (PS3.3 C.12.1.1.2).
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Latin {
    /// Its defined term without code extensions.
    name: &'static str,
    /// The character of ISO 8859-1, and what stands in its place.
    instead: &'static [(char, char)],
}

/// A set with its codec.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Coded {
    /// Its defined term without code extensions.
    name: &'static str,
    /// Reads and writes it.
    codec: &'static Encoding,
}

const LATIN_1: Latin = Latin { name: "ISO_IR 100", instead: &[] };

/// ISO 8859-9, Turkish.
const LATIN_5: Latin = Latin {
    name: "ISO_IR 148",
    instead: &[
        ('\u{d0}', '\u{11e}'),
        ('\u{dd}', '\u{130}'),
        ('\u{de}', '\u{15e}'),
        ('\u{f0}', '\u{11f}'),
        ('\u{fd}', '\u{131}'),
        ('\u{fe}', '\u{15f}'),
    ],
};

/// ISO 8859-15, with the sign of the euro.
const LATIN_9: Latin = Latin {
    name: "ISO_IR 203",
    instead: &[
        ('\u{a4}', '\u{20ac}'),
        ('\u{a6}', '\u{160}'),
        ('\u{a8}', '\u{161}'),
        ('\u{b4}', '\u{17d}'),
        ('\u{b8}', '\u{17e}'),
        ('\u{bc}', '\u{152}'),
        ('\u{bd}', '\u{153}'),
        ('\u{be}', '\u{178}'),
    ],
};

/// Half-width katakana; the codec reads Shift JIS as well, which some devices write under this name.
static KATAKANA: Coded = Coded { name: "ISO_IR 13", codec: codecs::SHIFT_JIS };

static CODED: [Coded; 13] = [
    Coded { name: "ISO_IR 192", codec: codecs::UTF_8 },
    Coded { name: "ISO_IR 101", codec: codecs::ISO_8859_2 },
    Coded { name: "ISO_IR 109", codec: codecs::ISO_8859_3 },
    Coded { name: "ISO_IR 110", codec: codecs::ISO_8859_4 },
    Coded { name: "ISO_IR 144", codec: codecs::ISO_8859_5 },
    Coded { name: "ISO_IR 127", codec: codecs::ISO_8859_6 },
    Coded { name: "ISO_IR 126", codec: codecs::ISO_8859_7 },
    Coded { name: "ISO_IR 138", codec: codecs::ISO_8859_8 },
    Coded { name: "ISO_IR 166", codec: codecs::WINDOWS_874 },
    Coded { name: "ISO_IR 149", codec: codecs::EUC_KR },
    Coded { name: "GB18030", codec: codecs::GB18030 },
    Coded { name: "GBK", codec: codecs::GBK },
    Coded { name: "ISO_IR 58", codec: codecs::GBK },
];

impl CharacterSet {
    /// The set of a defined term, with or without code extensions.
    pub fn of(term: &str) -> Option<Self> {
        let name = match term.trim().to_ascii_uppercase().as_str() {
            "GB2312" => "GBK".to_owned(),
            term => match registration(term) {
                Some(number) => format!("ISO_IR {number}"),
                None => term.to_owned(),
            },
        };
        let latin = [&LATIN_1, &LATIN_5, &LATIN_9].into_iter().find(|set| set.name == name);
        let coded = || CODED.iter().chain([&KATAKANA]).find(|set| set.name == name);
        match name.as_str() {
            "ISO_IR 6" => Some(Self::Ascii),
            "ISO_IR 87" => Some(Self::Ideographs("ISO_IR 87")),
            "ISO_IR 159" => Some(Self::Ideographs("ISO_IR 159")),
            _ => latin.map(Self::Latin).or_else(|| coded().map(Self::Coded)),
        }
    }

    /// Its defined term without code extensions.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ascii => "ISO_IR 6",
            Self::Latin(latin) => latin.name,
            Self::Coded(coded) => coded.name,
            Self::Ideographs(name) => name,
        }
    }

    /// Whether it is the set of half-width katakana: beside other sets it has nothing else.
    pub fn is_katakana(self) -> bool {
        self == Self::Coded(&KATAKANA)
    }

    /// The characters of bytes without escape sequences; `None` where it has none for them. Those
    /// of the default set are read as Latin 1 where they are no ASCII.
    pub fn decode(self, bytes: &[u8]) -> Option<String> {
        match self {
            Self::Ascii => Some(bytes.iter().copied().map(char::from).collect()),
            Self::Latin(latin) => {
                let exchange = |c| latin.instead.iter().find(|(one, _)| *one == c);
                let letter = |byte: &u8| {
                    let c = char::from(*byte);
                    exchange(c).map_or(c, |(_, other)| *other)
                };
                Some(bytes.iter().map(letter).collect())
            }
            Self::Coded(coded) => coded
                .codec
                .decode_without_bom_handling_and_without_replacement(bytes)
                .map(std::borrow::Cow::into_owned),
            Self::Ideographs(_) => {
                bytes.is_ascii().then(|| bytes.iter().copied().map(char::from).collect())
            }
        }
    }

    /// The bytes of a text without escape sequences; `None` where it has none for a character.
    pub fn encode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Ascii | Self::Ideographs(_) => text.is_ascii().then(|| text.as_bytes().to_vec()),
            Self::Latin(latin) => {
                let exchange =
                    |c| latin.instead.iter().find(|(one, other)| *one == c || *other == c);
                let byte = |c| match exchange(c) {
                    None => u8::try_from(c).ok(),
                    Some((one, other)) => u8::try_from(*one).ok().filter(|_| *other == c),
                };
                text.chars().map(byte).collect()
            }
            Self::Coded(coded) => {
                let (bytes, _, unmappable) = coded.codec.encode(text);
                (!unmappable).then(|| bytes.into_owned())
            }
        }
    }
}

/// The number of an ISO registration in a defined term (`ISO_IR 100`, `ISO 2022 IR 100`).
fn registration(term: &str) -> Option<&str> {
    let number = term.strip_prefix("ISO")?.trim_start_matches([' ', '_', '-']);
    let number = number.strip_prefix("2022").unwrap_or(number).trim_start_matches([' ', '_', '-']);
    let number = number.strip_prefix("IR")?.trim_start_matches([' ', '_', '-']);
    (!number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_of_turkish_and_the_euro_have_their_places() {
        let turkish = CharacterSet::of("ISO 2022 IR 148").unwrap();
        assert_eq!(
            turkish.decode(b"\xddlkay \xdeim\xfeek\xe7i").as_deref(),
            Some("İlkay Şimşekçi")
        );
        assert_eq!(
            turkish.encode("İlkay ığĞ").as_deref(),
            Some(b"\xddlkay \xfd\xf0\xd0".as_slice())
        );
        assert_eq!(
            CharacterSet::of("ISO_IR 203").unwrap().encode("5 € ž"),
            Some(b"5 \xa4 \xb8".to_vec())
        );
        for (set, foreign) in
            [("ISO_IR 148", "\u{fe}"), ("ISO_IR 148", "中"), ("ISO_IR 203", "\u{a4}")]
        {
            assert_eq!(CharacterSet::of(set).unwrap().encode(foreign), None, "{set}");
        }
    }

    #[test]
    fn every_byte_is_the_same_after_decoding_and_encoding() {
        for number in [100, 101, 109, 110, 126, 127, 138, 144, 148, 166, 203] {
            let set = CharacterSet::of(&format!("ISO_IR {number}")).unwrap();
            for byte in 0xa0..=0xff_u8 {
                // Some sets leave places empty.
                let Some(text) = set.decode(&[byte]) else { continue };
                assert_eq!(set.encode(&text), Some(vec![byte]), "{number} {byte:x}");
            }
        }
        assert!(CharacterSet::of("ISO_IR 999").is_none());
    }

    #[test]
    fn defined_terms_are_understood_as_devices_write_them() {
        for (term, name) in [
            ("ISO_IR 100", "ISO_IR 100"),
            ("ISO 2022 IR 100", "ISO_IR 100"),
            ("ISO_IR_192", "ISO_IR 192"),
            ("iso-ir 144", "ISO_IR 144"),
            ("ISO 2022 IR 6", "ISO_IR 6"),
            ("ISO 2022 IR 58", "ISO_IR 58"),
            ("GB2312", "GBK"),
            ("ISO 2022 IR 159", "ISO_IR 159"),
        ] {
            assert_eq!(CharacterSet::of(term).map(CharacterSet::name), Some(name), "{term}");
        }
        assert_eq!(CharacterSet::of("UTF-8"), None);
    }

    #[test]
    fn half_width_katakana_are_one_byte_each() {
        let set = CharacterSet::of("ISO_IR 13").unwrap();
        assert_eq!(set.decode(b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3").as_deref(), Some("ﾔﾏﾀﾞ^ﾀﾛｳ"));
        assert_eq!(set.encode("ﾔﾏﾀﾞ"), Some(b"\xd4\xcf\xc0\xde".to_vec()));
    }

    #[test]
    fn bytes_that_a_set_does_not_have_are_no_text() {
        for (set, bytes) in [
            ("ISO_IR 192", b"\xff".as_slice()),
            ("ISO_IR 149", b"\xff\xfe"),
            ("ISO_IR 87", b"\xd4"),
        ] {
            assert_eq!(CharacterSet::of(set).unwrap().decode(bytes), None, "{set}");
        }
    }
}
