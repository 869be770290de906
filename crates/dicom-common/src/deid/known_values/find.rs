//! When a known value counts as found inside other text.

use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;

/// Values this long are looked for inside longer words too (`JaneDoe1957`), and in binary values.
pub const INSIDE_WORDS: usize = 6;

/// Whether what was found at `start..end` of a text stands there as a whole word.
pub fn is_whole_word(text: &[u8], start: usize, end: usize) -> bool {
    let word = |at: Option<&u8>| at.is_some_and(u8::is_ascii_alphanumeric);
    let before = start.checked_sub(1).and_then(|at| text.get(at));
    !(word(before) || word(text.get(end)))
}

/// Whether an element's value means something only as a whole: codes, of which known values are
/// not cut out.
pub fn is_code(tag: Tag, vr: VR) -> bool {
    let parts = [tags::CODE_VALUE, tags::CODING_SCHEME_DESIGNATOR, tags::CODING_SCHEME_VERSION];
    vr == VR::CS || parts.contains(&tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole_between_separators() {
        assert!(is_whole_word(b"for Doe.", 4, 7) && !is_whole_word(b"does", 0, 3));
    }
}
