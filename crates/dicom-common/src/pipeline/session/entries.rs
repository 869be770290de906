//! The inputs of a run, in their order. What names them lies in a temporary file once there are many, so that
//! memory does not grow with it: a few bytes are kept for each.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::marker::PhantomData;
use std::os::unix::fs::FileExt;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::code::{Code, Outcome};
use crate::files::identity::Identity;

/// Bytes that are kept in memory before there is a file.
const IN_MEMORY: usize = 8 << 20;

/// Which input of a run; only [`Entries::push`] gives one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(u32);

/// Something that is kept for each input: a part at hand, the rest stored.
pub trait Kept: Sized {
    /// What is stored.
    type Stored: Serialize + DeserializeOwned;

    /// Takes itself apart.
    fn part(self) -> (Short, Self::Stored);

    /// Puts itself together.
    fn join(short: Short, stored: Self::Stored) -> Self;
}

/// The part of an input that stays at hand.
#[derive(Debug, Clone, Copy)]
pub struct Short {
    /// As what it was opened first.
    pub(super) identity: Option<Identity>,
    /// Whether it is an image to be treated, or why not.
    pub(super) state: Outcome<()>,
    /// Why there is no file, where there is none.
    pub(super) absent: Code,
}

/// Where an input is.
#[derive(Debug)]
struct Slot {
    at: u64,
    len: u32,
    short: Short,
}

/// The inputs of a run, in their order.
#[derive(Debug)]
pub struct Entries<E> {
    slots: Vec<Slot>,
    store: Store,
    /// Bytes of all together.
    end: u64,
    kind: PhantomData<fn() -> E>,
}

#[derive(Debug)]
enum Store {
    Memory(Vec<u8>),
    /// Without a name; only pseudonyms and paths lie there.
    File(BufWriter<File>),
}

impl<E> Default for Entries<E> {
    fn default() -> Self {
        Self { slots: Vec::new(), store: Store::Memory(Vec::new()), end: 0, kind: PhantomData }
    }
}

impl<E: Kept> Entries<E> {
    /// Adds an input at the end.
    ///
    /// # Errors
    /// When it cannot be written; `FileTooLarge` for more than 4,000 million inputs.
    pub fn push(&mut self, entry: E) -> io::Result<EntryId> {
        let (short, stored) = entry.part();
        let bytes = serde_json::to_vec(&stored)?;
        self.store.append(&bytes)?;
        let large = |_| io::Error::from(io::ErrorKind::FileTooLarge);
        let id = EntryId(u32::try_from(self.slots.len()).map_err(large)?);
        let len = u32::try_from(bytes.len()).map_err(large)?;
        self.slots.push(Slot { at: self.end, len, short });
        self.end += u64::from(len);
        Ok(id)
    }

    /// Makes sure that all inputs can be read.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn flush(&mut self) -> io::Result<()> {
        match &mut self.store {
            Store::Memory(_) => Ok(()),
            Store::File(file) => file.flush(),
        }
    }

    /// The input of an id; none for an id of another run, and where the file cannot be read.
    pub fn get(&self, id: EntryId) -> Option<E> {
        let slot = self.slots.get(id.0 as usize)?;
        let stored = self.store.read(slot.at, slot.len)?;
        Some(E::join(slot.short, stored))
    }

    /// The part of it that is at hand.
    pub(super) fn short(&self, id: EntryId) -> Option<&Short> {
        self.slots.get(id.0 as usize).map(|slot| &slot.short)
    }

    /// The same, to be changed.
    pub(super) fn short_mut(&mut self, id: EntryId) -> Option<&mut Short> {
        self.slots.get_mut(id.0 as usize).map(|slot| &mut slot.short)
    }

    /// All ids, in their order.
    pub(super) fn ids(&self) -> impl Iterator<Item = EntryId> + use<E> {
        // No more are pushed than fit.
        (0..u32::try_from(self.slots.len()).unwrap_or(u32::MAX)).map(EntryId)
    }

    /// All inputs, in their order, each as it is stored.
    pub fn iter(&self) -> impl Iterator<Item = (EntryId, E)> {
        self.ids().filter_map(|id| Some((id, self.get(id)?)))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }
}

impl Store {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        if let Store::Memory(stored) = self {
            if stored.len() + bytes.len() <= IN_MEMORY {
                stored.extend_from_slice(bytes);
                return Ok(());
            }
            let mut file = BufWriter::new(tempfile::tempfile()?);
            file.write_all(stored)?;
            *self = Store::File(file);
        }
        match self {
            Store::Memory(_) => Ok(()),
            Store::File(file) => file.write_all(bytes),
        }
    }

    fn read<T: DeserializeOwned>(&self, at: u64, len: u32) -> Option<T> {
        let len = len as usize;
        match self {
            Store::Memory(stored) => {
                let at = usize::try_from(at).ok()?;
                serde_json::from_slice(stored.get(at..at.checked_add(len)?)?).ok()
            }
            Store::File(file) => {
                let mut bytes = vec![0; len];
                file.get_ref().read_exact_at(&mut bytes, at).ok()?;
                serde_json::from_slice(&bytes).ok()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Fault;

    #[derive(Debug, PartialEq)]
    struct Named(String, Outcome<()>);

    impl Kept for Named {
        type Stored = String;

        fn part(self) -> (Short, String) {
            (Short { identity: None, state: self.1, absent: Code::Upstream }, self.0)
        }

        fn join(short: Short, stored: String) -> Self {
            Self(stored, short.state)
        }
    }

    #[test]
    fn inputs_are_the_same_in_memory_and_in_a_file() {
        let long = "x".repeat(IN_MEMORY / 4);
        let mut entries = Entries::default();
        let name = |at: usize| format!("{at}{long}");
        for at in 0..6 {
            let id = entries.push(Named(name(at), Ok(()))).unwrap();
            entries.flush().unwrap();
            if at % 2 == 1 {
                entries.short_mut(id).unwrap().state = Err(Fault(Code::Truncated));
            }
            for (at, id) in entries.ids().enumerate() {
                let state = if at % 2 == 1 { Err(Fault(Code::Truncated)) } else { Ok(()) };
                assert_eq!(entries.get(id).unwrap(), Named(name(at), state));
            }
        }
        assert!(matches!(entries.store, Store::File(_)));
        assert_eq!(entries.iter().count(), 6);
        assert_eq!(entries.get(EntryId(6)), None);
        // 32 MB for a million inputs.
        assert!(size_of::<Slot>() <= 32);
    }
}
