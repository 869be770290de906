//! Words of examinations: a form that is one of a name is none where it holds them (`HEAD^ROUTINE`).

use std::collections::HashSet;
use std::sync::LazyLock;

/// Words of examinations in several languages, in lower case, ascending.
const WORDS: &str = include_str!("../../data/examination_words.txt");

/// Whether a text holds a word of examinations.
pub(super) fn is_examination(text: &str) -> bool {
    static SET: LazyLock<HashSet<&'static str>> = LazyLock::new(|| WORDS.lines().collect());
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.any(|word| SET.contains(word) || word.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_examinations_are_no_names() {
        assert!(is_examination("HEAD^ROUTINE") && is_examination("T2w thorax"));
        assert!(!is_examination("Doe^Jane"));
        assert!(WORDS.lines().is_sorted());
    }
}
