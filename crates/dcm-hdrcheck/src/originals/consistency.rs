//! Consistency over all files of a run: the same original UID has the same new one everywhere.

use std::collections::{HashMap, hash_map};

/// Which original UIDs became which new ones in one file.
#[derive(Debug, Default)]
pub struct Observed {
    replaced: Vec<ReplacedUid>,
}

/// A UID and what stands in its place.
#[derive(Debug)]
struct ReplacedUid {
    original: String,
    new: String,
}

impl Observed {
    /// Notes a UID and what stands in its place, unless it is the same: the standard's UIDs stay.
    pub(super) fn uid(&mut self, original: &[u8], new: &[u8]) {
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        if original != new && !original.is_empty() {
            self.replaced.push(ReplacedUid { original: text(original), new: text(new) });
        }
    }
}

/// What was observed so far, in the order of the inputs.
#[derive(Debug, Default)]
pub struct Consistency {
    /// The new UID of each original one.
    uids: HashMap<String, String>,
}

impl Consistency {
    /// Takes in one file; tells how many of its UIDs have another pseudonym elsewhere.
    pub fn admit(&mut self, observed: Observed) -> usize {
        let mut differ = 0;
        for ReplacedUid { original, new } in observed.replaced {
            match self.uids.entry(original) {
                hash_map::Entry::Occupied(known) => differ += usize::from(*known.get() != new),
                hash_map::Entry::Vacant(free) => {
                    free.insert(new);
                }
            }
        }
        differ
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_original_has_the_same_pseudonym_in_all_files() {
        let file = |new: &[u8]| {
            let mut observed = Observed::default();
            observed.uid(b"1.2.3", new);
            observed
        };
        let mut all = Consistency::default();
        assert_eq!(
            [all.admit(file(b"2.25.1")), all.admit(file(b"2.25.1")), all.admit(file(b"2.25.2"))],
            [0, 0, 1]
        );
    }
}
