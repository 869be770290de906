//! Character sets that the library does not know, or only in part: code extensions (ISO 2022), and
//! Latin-5, which is Latin-1 but for six letters.

use dicom_core::PrimitiveValue;
use dicom_encoding::text::{SpecificCharacterSet, TextCodec};

/// Letters of ISO_IR 148 with those that have their places in ISO_IR 100.
const TURKISH: [(char, char); 6] =
    [('Ğ', 'Ð'), ('İ', 'Ý'), ('Ş', 'Þ'), ('ğ', 'ð'), ('ı', 'ý'), ('ş', 'þ')];

/// What switches to Korean; bytes above 0x7F mean it afterwards.
const KOREAN: &[u8] = b"\x1b$)C";

/// A value of an object with this `SpecificCharacterSet`.
pub fn encode(charset: &str, text: &str) -> PrimitiveValue {
    if charset == "ISO_IR 148" {
        let letter = |c| TURKISH.iter().find(|(letter, _)| *letter == c).map_or(c, |pair| pair.1);
        return PrimitiveValue::from(text.chars().map(letter).collect::<String>());
    }
    let Some(set) = extension(charset).filter(|_| !text.is_ascii()) else {
        return PrimitiveValue::from(text);
    };
    let mut bytes = if charset.ends_with("149") {
        korean(&set, text)
    } else {
        set.encode(text).unwrap_or_default()
    };
    if bytes.len() % 2 == 1 {
        bytes.push(b' ');
    }
    PrimitiveValue::from(bytes)
}

fn korean(set: &SpecificCharacterSet, text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut switched = false;
    for c in text.chars() {
        if !c.is_ascii() && !switched {
            bytes.extend_from_slice(KOREAN);
        }
        switched = !c.is_ascii();
        bytes.extend(set.encode(c.encode_utf8(&mut [0; 4])).unwrap_or_default());
    }
    bytes
}

/// What a text means that the library read with this `SpecificCharacterSet`: it takes each byte that
/// it does not understand for a character of Latin-1.
pub fn decode(charset: &str, text: String) -> String {
    if charset == "ISO_IR 148" {
        let letter = |c| TURKISH.iter().find(|(_, place)| *place == c).map_or(c, |pair| pair.0);
        return text.chars().map(letter).collect();
    }
    let Some(set) = extension(charset) else { return text };
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(c).ok()).collect();
    bytes.and_then(|bytes| set.decode(&without_switches(&bytes)).ok()).unwrap_or(text)
}

/// The text of bytes that have no representation of their own.
pub fn decode_bytes(charset: &str, bytes: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let set = SpecificCharacterSet::from_code(charset).unwrap_or_default();
    let latin = || bytes.iter().map(|&byte| char::from(byte)).collect();
    decode(charset, set.decode(bytes).unwrap_or_else(|_| latin()))
}

fn extension(charset: &str) -> Option<SpecificCharacterSet> {
    SpecificCharacterSet::from_code(charset.split('\\').nth(1)?)
}

fn without_switches(bytes: &[u8]) -> Vec<u8> {
    let mut rest = bytes;
    let mut kept = Vec::with_capacity(bytes.len());
    while let Some((&byte, after)) = rest.split_first() {
        match rest.strip_prefix(KOREAN) {
            Some(after) => rest = after,
            None => {
                kept.push(byte);
                rest = after;
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_encoded_is_decoded() {
        for (charset, text) in [
            ("ISO_IR 148", "Şimşekçi^İlkay ığĞ"),
            ("\\ISO 2022 IR 149", "Namgung^Gildong=남궁^길동 MR"),
            ("\\ISO 2022 IR 87", "Yamada^Tarou=山田^太郎 CT"),
        ] {
            let read = match encode(charset, text) {
                PrimitiveValue::U8(bytes) => bytes.iter().map(|&b| char::from(b)).collect(),
                value => value.to_str().into_owned(),
            };
            assert_ne!(read, text);
            assert_eq!(decode(charset, read).trim_end(), text);
        }
    }
}
