//! The words of a text with what stands between them.

use crate::limits::Limits;
use crate::token::{Fate, Token};

/// What surrounds the words of a text.
pub(crate) struct Surroundings<'a> {
    /// The text that the words were found in.
    pub text: &'a str,
    /// The limits by which names are told.
    pub limits: &'a Limits,
}

impl<'a> Surroundings<'a> {
    /// A word of the text; an empty one where there is none.
    pub fn word(&self, tokens: &[Token], at: usize) -> &'a str {
        tokens.get(at).and_then(|token| self.text.get(token.range.clone())).unwrap_or_default()
    }

    /// The text between a word and the one before it; before the first word, all before it.
    pub fn gap(&self, tokens: &[Token], at: usize) -> &'a str {
        let start = at.checked_sub(1).and_then(|at| tokens.get(at)).map_or(0, |t| t.range.end);
        let end = tokens.get(at).map_or(self.text.len(), |t| t.range.start);
        self.text.get(start..end).unwrap_or_default()
    }

    /// The words of a name, at most.
    pub fn longest_name(&self) -> usize {
        self.limits.name.value as usize
    }
}

/// Marks a word as part of a name.
pub(crate) fn out(tokens: &mut [Token], at: usize) {
    if let Some(token) = tokens.get_mut(at) {
        token.fate = Fate::Goes;
    }
}

/// Whether a word begins with a capital letter.
pub(crate) fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}
