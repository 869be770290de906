//! Originals in a file of UTF-8: bytes that are none are written as escapes, and read back.
//!
//! A byte that belongs to no character is `\x` and two upper-case hexadecimal digits. A backslash
//! that stands before such an `x` already is itself `\x5C`, so that every value comes back as it was.

use std::borrow::Cow;

/// The value in UTF-8.
pub(crate) fn escaped(value: &[u8]) -> Cow<'_, [u8]> {
    if !value.contains(&b'\\') && std::str::from_utf8(value).is_ok() {
        return Cow::Borrowed(value);
    }
    let mut text = Vec::with_capacity(value.len());
    for chunk in value.utf8_chunks() {
        let mut rest = chunk.valid().as_bytes();
        while let Some((byte, after)) = rest.split_first() {
            match escape(rest) {
                Some(_) => text.extend_from_slice(b"\\x5C"),
                None => text.push(*byte),
            }
            rest = after;
        }
        for byte in chunk.invalid() {
            text.extend_from_slice(format!("\\x{byte:02X}").as_bytes());
        }
    }
    Cow::Owned(text)
}

/// The value that was [`escaped`].
pub(crate) fn unescaped(text: &[u8]) -> Vec<u8> {
    let mut value = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        match escape(rest) {
            Some((meant, after)) => {
                value.push(meant);
                rest = after;
            }
            None => {
                value.push(*byte);
                rest = after;
            }
        }
    }
    value
}

/// The byte that an escape at the beginning of a text means, and what follows it.
fn escape(text: &[u8]) -> Option<(u8, &[u8])> {
    let (digits, after) = text.strip_prefix(b"\\x")?.split_at_checked(2)?;
    let upper = digits.iter().all(|d| d.is_ascii_digit() || (b'A'..=b'F').contains(d));
    let digits = std::str::from_utf8(digits).ok().filter(|_| upper)?;
    Some((u8::from_str_radix(digits, 16).ok()?, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_utf8_and_comes_back_as_it_was() {
        for (value, text) in [
            (b"Doe".as_slice(), "Doe"),
            ("Łąka".as_bytes(), "Łąka"),
            (b"M\xFCller", "M\\xFCller"),
            (b"C:\\x\\in", "C:\\x\\in"),
            (b"a\\xFFb", "a\\x5CxFFb"),
            (b"\\\\x5C", "\\\\x5Cx5C"),
            (b"\xE5\xBC\xA0\xE5\xBC", "张\\xE5\\xBC"),
            (b"\\xff\\xG0\\x5", "\\xff\\xG0\\x5"),
            (b"", ""),
        ] {
            assert_eq!(std::str::from_utf8(&escaped(value)), Ok(text));
            assert_eq!(unescaped(text.as_bytes()), value, "{text}");
        }
        let all: Vec<u8> = (0..=u8::MAX).chain(0..=u8::MAX).collect();
        assert_eq!(unescaped(&escaped(&all)), all);
    }

    #[test]
    fn bytes_of_older_files_stay_as_they_are() {
        assert_eq!(unescaped(b"M\xFCller"), b"M\xFCller");
    }
}
