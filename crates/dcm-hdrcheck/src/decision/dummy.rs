//! Values that are valid and say nothing (PS3.15 E.3.1 action D).

use crate::reader::{VR, is_characters, split_values};

/// Words that stand in the place of a text.
const WORDS: [&str; 4] = ["REMOVED", "ANONYMIZED", "ANONYMOUS", "DEIDENTIFIED"];

/// Whether every value is one that says nothing.
pub fn is_dummy(vr: VR, bytes: &[u8]) -> bool {
    if !is_characters(vr) {
        return bytes.iter().all(|b| *b == 0);
    }
    split_values(bytes).all(|value| value.is_empty() || says_nothing(vr, value))
}

/// Whether a text is one of the words that stand in the place of another.
pub fn is_placeholder(text: &str) -> bool {
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn says_nothing(vr: VR, value: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(value) else { return false };
    match vr {
        VR::AS => text == "000Y",
        VR::DA => text == "19000101",
        VR::DT => {
            let time = text.strip_prefix("19000101");
            time.is_some_and(|time| time.bytes().all(|b| b"0.+-".contains(&b)))
        }
        VR::TM => text.bytes().all(|b| b"0.:".contains(&b)),
        VR::DS | VR::IS => text.parse() == Ok(0.0),
        VR::UR => text == "urn:removed",
        VR::UI => false,
        _ => is_placeholder(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dummies_say_nothing() {
        for (vr, value) in [
            (VR::LO, "REMOVED "),
            (VR::LO, r"REMOVED\REMOVED"),
            (VR::DA, "19000101"),
            (VR::DT, "19000101000000"),
            (VR::TM, "000000"),
            (VR::AS, "000Y"),
            (VR::DS, "0"),
        ] {
            assert!(is_dummy(vr, value.as_bytes()), "{value}");
        }
        for (vr, value) in
            [(VR::LO, r"REMOVED\Doe"), (VR::DA, "19570312"), (VR::DS, "1"), (VR::UI, "1.2")]
        {
            assert!(!is_dummy(vr, value.as_bytes()), "{value}");
        }
        assert!(is_dummy(VR::OB, &[0, 0]) && !is_dummy(VR::OB, b"ab"));
    }
}
