//! What identifies in the original of the very file that is judged.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::known::{Kind, Known, Value};

/// The values of one original.
#[derive(Debug)]
pub(super) struct Own(BTreeMap<String, Value>);

impl Own {
    pub(super) fn new(known: Known) -> Self {
        Self(known.texts)
    }

    /// Whether the original has this value, by its letters and digits.
    pub(super) fn has(&self, letters: &str) -> bool {
        self.0.contains_key(letters)
    }

    /// Whether the word is a part of a name.
    pub(super) fn names(&self, word: &str) -> bool {
        self.0.get(word).is_some_and(|value| value.kind == Kind::Part)
    }

    /// Whether a part of a name begins with the word and goes on.
    pub(super) fn names_more_than(&self, word: &str) -> bool {
        let from = (Bound::Included(word), Bound::Unbounded);
        let mut begun = self.0.range::<str, _>(from).take_while(|(name, _)| name.starts_with(word));
        begun.any(|(name, value)| value.kind == Kind::Part && name.len() > word.len())
    }

    /// Whether it has it as an ordinary word alone.
    pub(super) fn is_only_a_path(&self, letters: &str) -> bool {
        self.0.get(letters).is_none_or(|value| value.kind == Kind::Word && letters.len() < 4)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::Text;

    #[test]
    fn parts_of_names_are_known_whole_and_by_their_beginning() {
        let mut known = Known::default();
        known.add_name("Dumontel^Marie", &Text::default());
        let own = Own::new(known);
        assert!(own.names("marie") && own.names("dumontel") && !own.names("dumonte"));
        assert!(own.names_more_than("dumonte") && !own.names_more_than("dumontel"));
        assert!(!own.names_more_than("umont") && !own.names_more_than("mariedumont"));
    }
}
