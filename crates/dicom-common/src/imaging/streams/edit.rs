//! What is changed in a stream.

use crate::code::{Code, Fault, Outcome};

/// Most changes of one frame: more than any real stream needs.
const MOST: usize = 1 << 20;

/// Bytes that go, and what comes in their place. Offsets count from the start of the frame.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Edit {
    /// Offset of the first byte that goes.
    pub(super) start: u64,
    /// Offset of the first byte behind it that stays.
    pub(super) end: u64,
    /// What stands there instead.
    pub(super) new: Vec<u8>,
}

/// The changes of one frame, in any order, none overlapping.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<Edit>);

impl Edits {
    /// Replaces bytes.
    ///
    /// # Errors
    /// `E_TOO_LARGE` for more than a million changes.
    pub(super) fn replace(&mut self, start: u64, end: u64, new: Vec<u8>) -> Outcome<()> {
        if self.0.len() == MOST {
            return Err(Fault(Code::TooLarge));
        }
        match self.0.last_mut() {
            // Neighbours that go make one gap.
            Some(last) if last.end == start && last.new.is_empty() && new.is_empty() => {
                last.end = end;
            }
            _ => self.0.push(Edit { start, end, new }),
        }
        Ok(())
    }

    /// By how many bytes the stream has become shorter behind a place, if all changes there were the
    /// last ones.
    pub(super) fn lost_from(&self, start: u64) -> u64 {
        let after = self.0.iter().rev().take_while(|edit| edit.start >= start);
        after.map(|edit| (edit.end - edit.start).saturating_sub(edit.new.len() as u64)).sum()
    }

    /// The changes by their place.
    pub(super) fn in_order(mut self) -> Vec<Edit> {
        self.0.sort_by_key(|edit| edit.start);
        self.0
    }
}
