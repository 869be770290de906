//! Names as numbers: a run of millions of files does not hold their names in memory.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

/// Turns names into numbers of 64 bits, keyed anew in each run: nobody can choose two names that
/// get the same one, and by chance that happens to one pair in 2^64.
#[derive(Debug, Clone, Default)]
pub struct Names(RandomState);

impl Names {
    /// The number of a name.
    pub fn of(&self, name: impl AsRef<[u8]>) -> u64 {
        self.0.hash_one(name.as_ref())
    }
}

/// Names counted from 0 in the order in which they come.
#[derive(Debug, Default)]
pub struct Numbered {
    names: Names,
    known: HashMap<u64, u32>,
}

impl Numbered {
    /// The number of a name.
    pub fn number(&mut self, name: &str) -> u32 {
        let next = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        *self.known.entry(self.names.of(name)).or_insert(next)
    }
}

/// A set of names.
#[derive(Debug, Default)]
pub struct NameSet {
    /// Ascending once it is complete.
    numbers: Vec<u64>,
}

impl NameSet {
    /// Of these numbers.
    pub fn new(mut numbers: Vec<u64>) -> Self {
        numbers.sort_unstable();
        Self { numbers }
    }

    /// Whether the name with this number is one of them.
    pub fn has(&self, number: u64) -> bool {
        self.numbers.binary_search(&number).is_ok()
    }

    /// How many names are there more than once.
    pub fn repeated(&self) -> usize {
        self.numbers.windows(2).filter(|pair| pair.first() == pair.last()).count()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }
}
