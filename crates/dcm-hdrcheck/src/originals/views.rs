//! What the bytes of a value may read as.

use std::borrow::Cow;

use crate::reader::{Element, Text, VR, is_characters};

/// The texts that an element's bytes may be read as.
pub(super) fn of_element<'a>(element: &'a Element, vr: VR, text: &Text) -> Vec<Cow<'a, str>> {
    let Some(bytes) = element.bytes() else { return Vec::new() };
    let mut views = of_bytes(bytes, vr, text);
    let theirs = element.theirs.as_deref().filter(|theirs| views.iter().all(|view| view != theirs));
    views.extend(theirs.map(Cow::Borrowed));
    views
}

/// The texts that bytes may be read as: in the character sets of the data set, in UTF-8, in Latin 1,
/// in UTF-16 both ways.
pub(super) fn of_bytes<'a>(bytes: &'a [u8], vr: VR, text: &Text) -> Vec<Cow<'a, str>> {
    let is_text = is_characters(vr);
    if !is_text && !may_be_text(bytes) {
        return wide(bytes);
    }
    let mut views = vec![text.of_value(vr, bytes)];
    if !bytes.is_ascii() {
        let mut add = |view: Cow<'a, str>| {
            if !views.contains(&view) {
                views.push(view);
            }
        };
        if let Ok(utf8) = std::str::from_utf8(bytes) {
            add(Cow::Borrowed(utf8));
        }
        add(Cow::Owned(bytes.iter().map(|b| char::from(*b)).collect()));
        if !is_text {
            add(Cow::Owned(text.decode(bytes)));
        }
    }
    let inner = bytes.strip_suffix(b"\0").unwrap_or(bytes);
    if inner.contains(&0) {
        views.extend(wide(bytes));
    }
    views
}

/// Whether some bytes in a row are letters or digits of some character set.
fn may_be_text(bytes: &[u8]) -> bool {
    let letter = |b: &u8| b.is_ascii_alphanumeric() || *b >= 0x80 || *b == 0x1B;
    bytes.windows(4).any(|four| four.iter().all(letter))
}

/// The texts that bytes are in UTF-16, where some letters stand in a row.
fn wide<'a>(bytes: &[u8]) -> Vec<Cow<'a, str>> {
    let mut views = Vec::new();
    for start in [0, 1] {
        let (units, _) = bytes.get(start..).unwrap_or_default().as_chunks::<2>();
        for decode in [u16::from_le_bytes, u16::from_be_bytes] {
            let letter = |unit: &[u8; 2]| {
                char::from_u32(decode(*unit).into()).is_some_and(char::is_alphanumeric)
            };
            let in_a_row = |units: &[[u8; 2]]| units.iter().all(letter);
            let latin = |units: &[[u8; 2]]| units.iter().all(|unit| decode(*unit) < 0x600);
            let enough = units.windows(3).any(|units| in_a_row(units) && latin(units))
                || units.windows(2).any(in_a_row) && units.len() < 64;
            if enough {
                let text = units.iter().map(|unit| decode(*unit));
                let text: String =
                    char::decode_utf16(text).map(|c| c.unwrap_or('\u{FFFD}')).collect();
                views.push(Cow::Owned(text));
            }
        }
    }
    views
}
