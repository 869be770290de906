//! Texts of wide-spread ICC profiles, which name nobody.

/// Names of colour spaces and of those who wrote their profiles down.
const KNOWN: [&str; 24] = [
    "sRGB IEC61966-2.1",
    "Copyright (c) 1998 Hewlett-Packard Company",
    "IEC http://www.iec.ch",
    "IEC 61966-2.1 Default RGB colour space - sRGB",
    "Reference Viewing Condition in IEC61966-2.1",
    "sRGB built-in",
    "RGB built-in",
    "gray built-in",
    "No copyright, use freely",
    "sRGB",
    "c2",
    "c2ci",
    "FB",
    "CC0",
    "Public Domain",
    "PD",
    "Adobe RGB (1998)",
    "Copyright 1999 Adobe Systems Incorporated",
    "Copyright 2000 Adobe Systems Incorporated",
    "Dot Gain 20%",
    "Display P3",
    "GIMP built-in sRGB",
    "Artifex Software sRGB ICC Profile",
    "Copyright Artifex Software 2011",
];

/// Whether a text, in bytes of one or two for each character, is nothing but known ones. Lengths stand
/// between the copies of a description.
pub(super) fn is_known(text: &[u8]) -> bool {
    let letters: Vec<u8> = text.iter().copied().filter(|byte| *byte != 0).collect();
    let mut parts = letters.split(|byte| *byte < b' ').filter(|part| !part.is_empty());
    parts.all(|part| {
        // A length can look like a character.
        let rest = part.get(1..).unwrap_or_default();
        KNOWN.iter().any(|known| part == known.as_bytes() || rest == known.as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_texts_are_known_in_each_encoding_and_nothing_else_is() {
        assert!(is_known(b"sRGB\0") && is_known(b"\0s\0R\0G\0B") && is_known(b"\0\0\0"));
        assert!(is_known(b"sRGB\0\0\0\0\x12sRGB built-in\0"));
        assert!(!is_known(b"sRGB of Erika") && !is_known("sRGB für Erika".as_bytes()));
    }
}
