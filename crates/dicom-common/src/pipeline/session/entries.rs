//! The inputs of a run, in their order.

/// Which input of a run; only [`Entries::push`] gives one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(usize);

/// The inputs of a run, in their order.
#[derive(Debug)]
pub struct Entries<E>(Vec<E>);

impl<E> Default for Entries<E> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<E> Entries<E> {
    /// Adds an input at the end.
    pub fn push(&mut self, entry: E) -> EntryId {
        self.0.push(entry);
        EntryId(self.0.len() - 1)
    }

    /// The input of an id; none for an id of another run.
    pub fn get(&self, id: EntryId) -> Option<&E> {
        self.0.get(id.0)
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, id: EntryId) -> Option<&mut E> {
        self.0.get_mut(id.0)
    }

    /// All inputs, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (EntryId, &E)> {
        self.0.iter().enumerate().map(|(at, entry)| (EntryId(at), entry))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<E> FromIterator<E> for Entries<E> {
    fn from_iter<I: IntoIterator<Item = E>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}
