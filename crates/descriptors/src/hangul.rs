//! The Korean script.

/// Whether this is a syllable of the Korean script (Unicode's block Hangul Syllables).
pub(crate) fn is_hangul(c: char) -> bool {
    ('\u{AC00}'..='\u{D7A3}').contains(&c)
}
