//! Values for reports that are asked to show them.

use crate::reader::{Element, Text, Value, is_characters};

/// The value of an element, in one line.
pub(super) fn display(element: &Element, text: &Text) -> String {
    let vr = element.meant_vr();
    match &element.value {
        Value::Bytes(bytes) if is_characters(vr) => {
            let shown = text.of_value(vr, bytes);
            shown.trim_matches(['\0', ' ']).replace(['\r', '\n'], " ")
        }
        Value::Bytes(bytes) if printable(bytes) => String::from_utf8_lossy(bytes).trim().to_owned(),
        Value::Bytes(bytes) => format!("({} bytes)", bytes.len()),
        Value::Items(items) => format!("({} items)", items.len()),
        Value::Stored(extent) => format!("({} bytes)", extent.len),
        Value::Fragments(fragments) => format!("({} bytes)", fragments.extent.len),
    }
}

/// Text in a binary value, as private elements of implicit encodings have it.
fn printable(bytes: &[u8]) -> bool {
    let text = bytes.trim_ascii_end().strip_suffix(b"\0").unwrap_or(bytes);
    text.len() >= 4 && text.iter().all(|b| (0x20..0x7F).contains(b))
}
