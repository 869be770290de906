//! What identifies in the original of the very file that is judged.

use std::collections::BTreeMap;

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

    /// Whether it has it as an ordinary word alone.
    pub(super) fn is_only_a_path(&self, letters: &str) -> bool {
        self.0.get(letters).is_none_or(|value| value.kind == Kind::Word && letters.len() < 4)
    }
}
