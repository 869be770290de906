//! What was seen already, in bounded memory.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hash, RandomState};

/// Things that are remembered at a time, 16 bytes each.
const MOST: usize = 1 << 19;

/// Remembers what it was shown, by two hashes: nobody can make two things look the same. After half
/// a million things it starts anew, and takes for new what it saw before.
#[derive(Default)]
pub struct Remembered {
    seen: HashSet<[u64; 2]>,
    hashers: [RandomState; 2],
}

impl Remembered {
    /// Whether a thing was not seen before, as far as is remembered.
    pub fn is_new(&mut self, thing: &impl Hash) -> bool {
        if self.seen.len() >= MOST {
            self.seen.clear();
        }
        self.seen.insert(self.hashers.each_ref().map(|hasher| hasher.hash_one(thing)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_new_once_until_too_many_were_seen() {
        let mut remembered = Remembered::default();
        assert!(remembered.is_new(&("uid", "1.2")) && !remembered.is_new(&("uid", "1.2")));
        assert!((0..MOST).all(|thing| remembered.is_new(&thing)));
        assert!(remembered.seen.len() <= MOST && remembered.is_new(&("uid", "1.2")));
    }
}
