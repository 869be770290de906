//! Numbers and codes in words.

use dicom_common::code::{Code, Lang};

/// What a code means; nothing where there is none.
pub(super) fn meaning(code: Option<&str>, lang: Lang) -> &'static str {
    code.and_then(Code::parse).map(|code| code.meaning_in(lang)).unwrap_or_default()
}

/// A number with its thousands apart.
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A length in the unit that fits.
pub(super) fn size(bytes: u64) -> String {
    let mut size = bytes as f64;
    let units = ["B", "kB", "MB", "GB", "TB"];
    let mut unit = 0;
    while size >= 1000.0 && unit + 1 < units.len() {
        size /= 1000.0;
        unit += 1;
    }
    let name = units.get(unit).copied().unwrap_or_default();
    if unit == 0 { format!("{bytes} B") } else { format!("{size:.1} {name}") }
}
