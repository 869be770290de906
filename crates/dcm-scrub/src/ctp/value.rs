//! Values as the text that functions work on, and back.

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::{Element, Encoding, Tag, Text, VR, Value};

/// Longest value of a representation whose length has 16 bits.
const LONGEST: usize = 65_534;

/// The values of an element as text, joined by `\`.
///
/// # Errors
/// `E_SCRIPT` for what has no text: sequences, pixels, bytes.
pub fn contents(element: &Element, text: &Text, encoding: Encoding) -> Outcome<String> {
    use VR::*;
    let bytes = match &element.value {
        Value::Bytes(bytes) => bytes,
        Value::Items(_) | Value::Stored(_) | Value::Fragments { .. } | Value::Rewritten { .. } => {
            return Err(Fault(Code::Script));
        }
    };
    let numbers = |size| numbers(element.meant_vr(), size, bytes, encoding);
    match element.meant_vr() {
        LT | ST | UT | UR => Ok(text.decode(bytes).trim_end_matches([' ', '\0']).to_owned()),
        vr if is_characters(vr) => {
            let decoded = text.decode(bytes);
            let values = decoded.split('\\').map(|value| value.trim_matches([' ', '\0']));
            Ok(values.collect::<Vec<_>>().join("\\"))
        }
        US | SS => numbers(2),
        UL | SL | FL => numbers(4),
        UV | SV | FD => numbers(8),
        _ if bytes.is_empty() => Ok(String::new()),
        _ => Err(Fault(Code::Script)),
    }
}

/// An element with a new text. Neither length nor form is checked against the representation, as in
/// CTP; private elements become LO where they held no text.
///
/// # Errors
/// `E_SCRIPT` where the representation or the character set cannot hold it.
pub fn with_text(
    tag: Tag,
    vr: VR,
    value: &str,
    text: &Text,
    encoding: Encoding,
) -> Outcome<Element> {
    let vr = if tag.0 % 2 == 1 && !is_characters(vr) { VR::LO } else { vr };
    if is_characters(vr) {
        let bytes = text.encode(value).ok_or(Fault(Code::Script))?;
        if bytes.len() > LONGEST && !matches!(vr, VR::UC | VR::UR | VR::UT) {
            return Err(Fault(Code::Script));
        }
        return Ok(Element::new(tag, vr, bytes));
    }
    let bytes: Option<Vec<Vec<u8>>> =
        value.split('\\').map(|number| binary(vr, number.trim(), encoding)).collect();
    Ok(Element::new(tag, vr, bytes.ok_or(Fault(Code::Script))?.concat()))
}

/// Whether values are written in characters.
fn is_characters(vr: VR) -> bool {
    dicom_common::dataset::is_text(vr) || matches!(vr, VR::DS | VR::IS)
}

fn numbers(vr: VR, size: usize, bytes: &[u8], encoding: Encoding) -> Outcome<String> {
    let numbers: Option<Vec<String>> = bytes
        .chunks(size)
        .map(|chunk| {
            let mut le = chunk.to_vec();
            if encoding.big_endian() {
                le.reverse();
            }
            number(vr, &le)
        })
        .collect();
    Ok(numbers.ok_or(Fault(Code::Script))?.join("\\"))
}

/// Of bytes, the least significant first.
fn number(vr: VR, le: &[u8]) -> Option<String> {
    Some(match vr {
        VR::US => u16::from_le_bytes(le.try_into().ok()?).to_string(),
        VR::SS => i16::from_le_bytes(le.try_into().ok()?).to_string(),
        VR::UL => u32::from_le_bytes(le.try_into().ok()?).to_string(),
        VR::SL => i32::from_le_bytes(le.try_into().ok()?).to_string(),
        VR::UV => u64::from_le_bytes(le.try_into().ok()?).to_string(),
        VR::SV => i64::from_le_bytes(le.try_into().ok()?).to_string(),
        VR::FL => f32::from_le_bytes(le.try_into().ok()?).to_string(),
        VR::FD => f64::from_le_bytes(le.try_into().ok()?).to_string(),
        _ => return None,
    })
}

fn binary(vr: VR, text: &str, encoding: Encoding) -> Option<Vec<u8>> {
    let mut bytes = match vr {
        VR::US => text.parse::<u16>().ok()?.to_le_bytes().to_vec(),
        VR::SS => text.parse::<i16>().ok()?.to_le_bytes().to_vec(),
        VR::UL => text.parse::<u32>().ok()?.to_le_bytes().to_vec(),
        VR::SL => text.parse::<i32>().ok()?.to_le_bytes().to_vec(),
        VR::UV => text.parse::<u64>().ok()?.to_le_bytes().to_vec(),
        VR::SV => text.parse::<i64>().ok()?.to_le_bytes().to_vec(),
        VR::FL => text.parse::<f32>().ok()?.to_le_bytes().to_vec(),
        VR::FD => text.parse::<f64>().ok()?.to_le_bytes().to_vec(),
        _ => return None,
    };
    if encoding.big_endian() {
        bytes.reverse();
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_there_and_back_in_both_byte_orders() {
        for encoding in [Encoding::ExplicitLittle, Encoding::ExplicitBig] {
            for (vr, value) in [
                (VR::US, "1\\65535"),
                (VR::SS, "-7"),
                (VR::FD, "1.5"),
                (VR::FL, "-0.25"),
                (VR::UL, "70000"),
            ] {
                let text = Text::default();
                let element = with_text(Tag(0x28, 0x10), vr, value, &text, encoding).unwrap();
                assert_eq!(contents(&element, &text, encoding).unwrap(), value);
            }
        }
    }

    #[test]
    fn what_does_not_fit_fails() {
        let text = Text::default();
        let write = |tag, vr, value: &str| {
            with_text(tag, vr, value, &text, Encoding::ExplicitLittle).map(|e| e.vr)
        };
        assert!(write(Tag(0x28, 0x10), VR::US, "many").is_err());
        assert!(write(Tag(0x10, 0x10), VR::PN, "\u{4e2d}").is_err(), "no character set for it");
        assert!(write(Tag(0x10, 0x10), VR::LO, &"x".repeat(70_000)).is_err());
        assert!(write(Tag(0x42, 0x11), VR::OB, "x").is_err());
        assert_eq!(write(Tag(9, 0x1001), VR::UN, "x"), Ok(VR::LO));
    }

    #[test]
    fn padding_is_no_content() {
        let read = |vr, bytes: &[u8]| {
            let element = Element::new(Tag(0x10, 0x10), vr, bytes.to_vec());
            contents(&element, &Text::default(), Encoding::ExplicitLittle)
        };
        assert_eq!(read(VR::LO, b" A \\B "), Ok("A\\B".into()));
        assert_eq!(read(VR::LT, b" A \\B "), Ok(" A \\B".into()));
        assert_eq!(read(VR::UI, b"1.2\0"), Ok("1.2".into()));
        assert!(read(VR::OB, b"12").is_err());
    }
}
