//! Code extensions: escape sequences that select among character sets (ISO 2022, PS3.5 6.1.2.5,
//! PS3.3 C.12.1.1.2).

use super::charset::CharacterSet;

/// The escape sequences that select sets for the bytes above 7F.
const ESCAPES: [(&str, &[u8]); 13] = [
    ("ISO_IR 149", b"\x1B$)C"),
    ("GB18030", b"\x1B$)A"),
    ("GBK", b"\x1B$)A"),
    ("ISO_IR 100", b"\x1B-A"),
    ("ISO_IR 101", b"\x1B-B"),
    ("ISO_IR 109", b"\x1B-C"),
    ("ISO_IR 110", b"\x1B-D"),
    ("ISO_IR 126", b"\x1B-F"),
    ("ISO_IR 127", b"\x1B-G"),
    ("ISO_IR 144", b"\x1B-L"),
    ("ISO_IR 148", b"\x1B-M"),
    ("ISO_IR 166", b"\x1B-T"),
    ("ISO_IR 203", b"\x1B-b"),
];

/// The escape sequence that selects a set, which is named without code extensions.
pub(super) fn escape_of(name: &str) -> Option<&'static [u8]> {
    ESCAPES.iter().find(|(set, _)| *set == name).map(|(_, escape)| *escape)
}

/// One segment of ISO 2022 text without its ESC byte (PS3.3 C.12.1.1.2).
pub(super) fn decode_escaped(segment: &[u8]) -> String {
    let (set, escape) = match segment {
        [b'$', b')', b'C', ..] => (Some(CharacterSet::of("ISO_IR 149")), 3),
        [b'$', b')', b'A', ..] => (Some(CharacterSet::of("GBK")), 3),
        [b'$', b'(', b'D', ..] => (None, 3),
        [b'$', b'B' | b'@', ..] => (Some(CharacterSet::of("ISO_IR 87")), 0),
        [b'(', b'I' | b'J', ..] => (Some(CharacterSet::of("ISO_IR 13")), 2),
        [b'-', b'A', ..] => (Some(CharacterSet::of("ISO_IR 100")), 2),
        [b'-', b'B', ..] => (Some(CharacterSet::of("ISO_IR 101")), 2),
        [b'-', b'C', ..] => (Some(CharacterSet::of("ISO_IR 109")), 2),
        [b'-', b'D', ..] => (Some(CharacterSet::of("ISO_IR 110")), 2),
        [b'-', b'F', ..] => (Some(CharacterSet::of("ISO_IR 126")), 2),
        [b'-', b'G', ..] => (Some(CharacterSet::of("ISO_IR 127")), 2),
        [b'-', b'H', ..] => (Some(CharacterSet::of("ISO_IR 138")), 2),
        [b'-', b'L', ..] => (Some(CharacterSet::of("ISO_IR 144")), 2),
        [b'-', b'M', ..] => (Some(CharacterSet::of("ISO_IR 148")), 2),
        [b'-', b'b', ..] => (Some(CharacterSet::of("ISO_IR 203")), 2),
        [b'-', b'T', ..] => (Some(CharacterSet::of("ISO_IR 166")), 2),
        [_, _, ..] => (None, 2),
        _ => (None, 0),
    };
    let rest = segment.get(escape..).unwrap_or_default();
    // The Japanese decoder wants to see the escape sequence itself.
    let whole: Vec<u8> = match escape {
        0 => [b"\x1B".as_slice(), rest].concat(),
        _ => rest.to_vec(),
    };
    set.flatten()
        .and_then(|set| set.decode(&whole))
        .unwrap_or_else(|| String::from_utf8_lossy(rest).into_owned())
}
