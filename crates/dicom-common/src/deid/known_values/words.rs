//! Words of the standard.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Words of the standard's attribute and UID names (PS3.6), in upper case.
const WORDS: &str = include_str!("../../../data/standard_words.txt");

/// Whether this is a word of the standard: inside a code it is a term, not the patient whose name
/// it happens to be (`Text^Image`).
pub fn is_standard_word(word: &[u8]) -> bool {
    static SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| WORDS.lines().collect());
    std::str::from_utf8(word).is_ok_and(|word| SET.contains(word.to_ascii_uppercase().as_str()))
}
