//! Identifiers in a text, however their parts are divided.

use std::ops::Range;

use aho_corasick::AhoCorasick;
use dicom_common::code::Outcome;
use dicom_common::deid::known_values::{Folded, Identifier, Squeezed};

use super::patterns::finder;

/// Finds identifiers.
#[derive(Debug, Clone)]
pub struct IdentifierFinder {
    identifiers: Vec<Identifier>,
    finder: AhoCorasick,
}

impl IdentifierFinder {
    /// A search for these.
    ///
    /// # Errors
    /// `E_TOO_LARGE`.
    pub fn new(identifiers: Vec<Identifier>) -> Outcome<Self> {
        let patterns: Vec<&str> = identifiers.iter().map(|one| one.squeezed.as_str()).collect();
        let finder = finder(&patterns)?;
        Ok(Self { identifiers, finder })
    }

    /// Adds where they stand, in bytes of the folded text.
    pub fn find(&self, text: &Folded<'_>, found: &mut Vec<Range<usize>>) {
        if self.identifiers.is_empty() {
            return;
        }
        let squeezed = Squeezed::new(text);
        for hit in self.finder.find_overlapping_iter(squeezed.text.as_bytes()) {
            let identifier = self.identifiers.get(hit.pattern().as_usize());
            found
                .extend(identifier.and_then(|identifier| identifier.is_at(&squeezed, hit.range())));
        }
    }
}
