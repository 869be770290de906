//! Character sets: those of dicom-encoding, and the two Latin ones that it lacks.

use dicom_encoding::text::{SpecificCharacterSet, TextCodec};

/// One value of Specific Character Set (0008,0005).
#[derive(Debug, Clone)]
pub(super) enum CharacterSet {
    /// One that dicom-encoding knows.
    Known(SpecificCharacterSet),
    /// One that dicom-encoding lacks.
    Latin(&'static Latin),
}

/// ISO 8859-1 with other characters in some places (PS3.3 C.12.1.1.2).
#[derive(Debug)]
pub(super) struct Latin {
    /// Its defined term without code extensions.
    name: &'static str,
    /// Its defined term with code extensions.
    extension: &'static str,
    /// The character of ISO 8859-1, and what stands in its place.
    instead: &'static [(char, char)],
}

/// ISO 8859-9, Turkish.
const LATIN_5: Latin = Latin {
    name: "ISO_IR 148",
    extension: "ISO 2022 IR 148",
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
    extension: "ISO 2022 IR 203",
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

impl CharacterSet {
    /// The default, ASCII.
    pub const ASCII: Self = Self::Known(SpecificCharacterSet::ISO_IR_6);

    /// The set of a defined term.
    pub fn of(term: &str) -> Option<Self> {
        let is_meant = |set: &&Latin| term == set.name || term == set.extension;
        let latin = [&LATIN_5, &LATIN_9].into_iter().find(is_meant);
        let known = || SpecificCharacterSet::from_code(term).map(Self::Known);
        latin.map(Self::Latin).or_else(known)
    }

    /// Its defined term without code extensions.
    pub fn name(&self) -> String {
        match self {
            Self::Known(set) => set.name().into_owned(),
            Self::Latin(latin) => latin.name.to_owned(),
        }
    }

    /// The characters of bytes; `None` where it has none for them.
    pub fn decode(&self, bytes: &[u8]) -> Option<String> {
        match self {
            Self::Known(set) => set.decode(bytes).ok(),
            Self::Latin(latin) => {
                let exchange = |c| latin.instead.iter().find(|(one, _)| *one == c);
                let letter = |byte: &u8| {
                    let c = char::from(*byte);
                    exchange(c).map_or(c, |(_, other)| *other)
                };
                Some(bytes.iter().map(letter).collect())
            }
        }
    }

    /// The bytes of a text; `None` where it has none for a character.
    pub fn encode(&self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Known(set) => set.encode(text).ok(),
            Self::Latin(latin) => {
                let exchange =
                    |c| latin.instead.iter().find(|(one, other)| *one == c || *other == c);
                let byte = |c| match exchange(c) {
                    None => u8::try_from(c).ok(),
                    Some((one, other)) => u8::try_from(*one).ok().filter(|_| *other == c),
                };
                text.chars().map(byte).collect()
            }
        }
    }
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
        for term in ["ISO_IR 148", "ISO_IR 203", "ISO_IR 100"] {
            let set = CharacterSet::of(term).unwrap();
            for byte in 0xa0..=0xff_u8 {
                let text = set.decode(&[byte]).unwrap();
                assert_eq!(set.encode(&text), Some(vec![byte]), "{term} {byte:x}");
            }
        }
        assert!(CharacterSet::of("ISO_IR 999").is_none());
    }
}
