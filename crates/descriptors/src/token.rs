//! A text in words and in what stands between them.

use std::ops::Range;

/// A word: letters and digits, apostrophes between letters, points and commas between digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// What becomes of it, as far as is known yet.
    pub fate: Fate,
}

/// What becomes of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is on the list, or a short number.
    Stays,
    /// It is on the list and a name: it goes with what goes beside it.
    Doubtful,
    /// It is not on the list, or part of a name.
    Goes,
    /// It is a number, a date, an address: that says nothing of the words beside it.
    Cut,
}

impl Fate {
    /// Whether the word is taken out.
    pub fn is_out(self) -> bool {
        matches!(self, Fate::Goes | Fate::Cut)
    }
}

/// The words of a text.
pub(crate) fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Option<usize> = None;
    let mut before = ' ';
    let mut letters = text.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let after = letters.peek().map_or(' ', |(_, c)| *c);
        let joins = match c {
            '\'' | '\u{2019}' => before.is_alphabetic() && after.is_alphabetic(),
            '.' | ',' => before.is_ascii_digit() && after.is_ascii_digit(),
            _ => c.is_alphanumeric() || is_mark(c),
        };
        match (joins, open) {
            (true, None) => open = Some(at),
            (false, Some(start)) => {
                found.push(start..at);
                open = None;
            }
            _ => {}
        }
        before = c;
    }
    if let Some(start) = open {
        found.push(start..text.len());
    }
    found
}

/// Combining marks belong to the letter before them (decomposed text).
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36F}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_where_neither_letters_nor_digits_go_on() {
        let words = |text: &'static str| -> Vec<&str> {
            tokens(text).into_iter().map(|range| text.get(range).unwrap()).collect()
        };
        assert_eq!(words("t1_mprage 5.0mm w/o"), ["t1", "mprage", "5.0mm", "w", "o"]);
        assert_eq!(words("St. Mary's (don't)"), ["St", "Mary's", "don't"]);
        assert_eq!(words("뇌 MRI, 3개월"), ["뇌", "MRI", "3개월"]);
        assert!(words("-- ' --").is_empty());
    }
}
