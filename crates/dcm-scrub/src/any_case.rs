//! Words in a text, whatever the case of their letters.

use std::ops::Range;

/// A text whose words are looked for in any case.
pub struct AnyCase {
    /// The characters in lower case, each with the bytes of the text that it comes from: the lower
    /// case of a character can be longer than the character, or several.
    lower: Vec<(char, Range<usize>)>,
}

impl AnyCase {
    /// A text to look in.
    pub fn new(text: &str) -> Self {
        let lower = text.char_indices().flat_map(|(at, character)| {
            let range = at..at + character.len_utf8();
            character.to_lowercase().map(move |lower| (lower, range.clone()))
        });
        Self { lower: lower.collect() }
    }

    /// Where a word lies in the text, in bytes, also inside longer words.
    pub fn find(&self, word: &str) -> Vec<Range<usize>> {
        let word: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
        if word.is_empty() {
            return Vec::new();
        }
        let windows = self.lower.windows(word.len());
        let same = |window: &&[(char, Range<usize>)]| {
            window.iter().map(|(character, _)| character).eq(word.iter())
        };
        windows
            .filter(same)
            .filter_map(|window| Some(window.first()?.1.start..window.last()?.1.end))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case_where_they_are_in_the_text() {
        let found = |text: &'static str, word| -> Vec<&str> {
            let ranges = AnyCase::new(text).find(word);
            ranges.into_iter().map(|range| text.get(range).unwrap()).collect()
        };
        assert_eq!(found("Jäger, JÄGER und jäger", "jäger"), ["Jäger", "JÄGER", "jäger"]);
        // The lower case of the dotted capital I is two characters.
        assert_eq!(found("\u{130}nci, \u{130}NCI", "\u{130}nci"), ["\u{130}nci", "\u{130}NCI"]);
        assert!(found("Jager", "jäger").is_empty());
        assert!(found("Jager", "").is_empty() && found("", "jäger").is_empty());
    }
}
