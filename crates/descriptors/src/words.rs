//! The words that may stay.

use std::collections::HashSet;

use crate::hangul::is_hangul;

/// Words and marks, sorted; made by `tools/make-words.py`.
const WORDS: &str = include_str!("../data/words.txt");
/// Korean nouns, sorted and marked the same way.
const KOREAN: &str = include_str!("../data/korean.txt");

/// Whether a word on the list is a name as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// No name.
    Plain,
    /// A term that is a name too.
    Term,
    /// A general word that is a name too.
    General,
}

/// The built-in list, and words of the user's own.
///
/// ```
/// use descriptors::{Cleaner, Words};
///
/// let mut words = Words::default();
/// words.add("Knochenszintigramm\nZzyzx/S\n");
/// assert_eq!(Cleaner::new(words).clean("MR ZZYZX", &[]), "MR ZZYZX");
/// assert_eq!(Cleaner::default().clean("MR ZZYZX", &[]), "MR");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The user's words, in lower case.
    own: HashSet<String>,
}

impl Words {
    /// Adds a user's words: one on each line, as they are in word lists and in dictionaries of
    /// Hunspell (`word/FLAGS`, the number of words in the first line). Words of several parts
    /// are added part by part.
    pub fn add(&mut self, list: &str) {
        for line in list.lines() {
            let entry = line.split(['/', '\t', '#']).next().unwrap_or_default();
            let parts = entry.split(|c: char| !c.is_alphabetic());
            self.own.extend(parts.filter(|part| !part.is_empty()).map(str::to_lowercase));
        }
    }

    /// Whether a compound in lower case is on the list.
    pub(crate) fn holds(&self, compound: &str) -> bool {
        find(WORDS, compound).is_some()
    }

    /// The mark of a word in lower case, if it is on a list.
    pub(crate) fn find(&self, word: &str) -> Option<Mark> {
        if self.own.contains(word) {
            return Some(Mark::Plain);
        }
        let list = if word.chars().next().is_some_and(is_hangul) { KOREAN } else { WORDS };
        find(list, word)
    }
}

/// The mark of a word in a sorted list.
pub(crate) fn find(list: &str, word: &str) -> Option<Mark> {
    let bytes = list.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = bytes.get(low..middle)?.iter().rposition(|b| *b == b'\n');
        let start = start.map_or(low, |at| low + at + 1);
        let length = bytes.get(start..high)?.iter().position(|b| *b == b'\n')?;
        let line = list.get(start..start + length)?;
        let entry = line.trim_end_matches(['?', '!']);
        match entry.cmp(word) {
            std::cmp::Ordering::Less => low = start + length + 1,
            std::cmp::Ordering::Greater => high = start,
            std::cmp::Ordering::Equal => {
                return Some(match line.get(entry.len()..) {
                    Some("?") => Mark::Term,
                    Some("!") => Mark::General,
                    _ => Mark::Plain,
                });
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_and_every_word_is_found() {
        for list in [WORDS, KOREAN] {
            let word = |line: &'static str| line.trim_end_matches(['?', '!']);
            assert!(list.lines().map(word).is_sorted());
            assert!(list.lines().all(|line| find(list, word(line)).is_some()));
            assert!(list.ends_with('\n'));
        }
        assert_eq!(find(WORDS, ""), None);
        assert_eq!(find(WORDS, "zzzz"), None);
    }

    #[test]
    fn dictionaries_of_hunspell_are_read() {
        let mut words = Words::default();
        words.add("3\nn\u{fc}chtern/EPS\nvom Kopf\nner\u{2019}e\n");
        for word in ["n\u{fc}chtern", "vom", "kopf", "ner"] {
            assert_eq!(words.find(word), Some(Mark::Plain), "{word}");
        }
        assert_eq!(Words::default().find("n\u{fc}chtern"), None);
        assert_eq!(words.find("eps"), Words::default().find("eps"));
    }
}
