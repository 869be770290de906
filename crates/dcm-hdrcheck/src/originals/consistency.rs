//! Consistency over all files of a run: the same original UID has the same new one everywhere.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Which original UIDs became which new ones in one file.
#[derive(Debug, Default)]
pub struct Observed {
    uids: Vec<(String, String)>,
}

impl Observed {
    /// Notes a pair that differs: the standard's UIDs stay.
    pub(super) fn uid(&mut self, original: &[u8], new: &[u8]) {
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        if original != new && !original.is_empty() {
            self.uids.push((text(original), text(new)));
        }
    }
}

/// What was observed so far, in the order of the inputs.
#[derive(Debug, Default)]
pub struct Consistency {
    uids: HashMap<String, String>,
}

impl Consistency {
    /// Takes in one file; tells how many of its UIDs have another pseudonym elsewhere.
    pub fn admit(&mut self, observed: Observed) -> usize {
        let mut differ = 0;
        for (original, new) in observed.uids {
            match self.uids.entry(original) {
                Entry::Occupied(known) => differ += usize::from(*known.get() != new),
                Entry::Vacant(free) => {
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
