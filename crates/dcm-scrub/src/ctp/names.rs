//! What names in a script stand for, and what the script makes use of.

use std::cell::Cell;
use std::collections::HashMap;

use super::attribute::Attribute;

/// What names in arguments stand for.
pub struct Names<'a> {
    /// Values of parameters.
    pub params: &'a HashMap<String, String>,
    /// The attributes that labels of the script's entries stand for.
    pub labels: &'a HashMap<String, Attribute>,
    /// Whether there is a lookup table.
    pub table: bool,
    /// Whether there is a file of integers.
    pub integers: bool,
    /// What was used so far.
    pub uses: Cell<Uses>,
}

impl Names<'_> {
    /// Writes down that something is used.
    pub fn note(&self, what: impl FnOnce(&mut Uses)) {
        let mut uses = self.uses.get();
        what(&mut uses);
        self.uses.set(uses);
    }
}

/// What a script makes use of.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Uses {
    /// Hashes without a key.
    pub hashes: bool,
    /// Numbers in the order of the files.
    pub integers: bool,
}
