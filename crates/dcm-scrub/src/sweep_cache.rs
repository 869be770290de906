//! The sweep of the last file, kept for the next.

use std::cell::RefCell;

use dicom_common::code::Outcome;

use crate::known::KnownValues;
use crate::sweep::Sweep;

thread_local! {
    /// The sweep of the thread's last file: work is handed out in small portions, each with a cache.
    static LAST: RefCell<Option<Sweep>> = const { RefCell::new(None) };
}

/// The sweep of a thread's last file: the slices of a series share their known values, and building
/// the search anew for each of them would take longer than all the rest.
pub struct SweepCache(Option<Sweep>);

impl Default for SweepCache {
    /// With what the thread's last one held.
    fn default() -> Self {
        Self(LAST.take())
    }
}

impl Drop for SweepCache {
    fn drop(&mut self) {
        // A thread that is ending keeps nothing.
        let _ended = LAST.try_with(|last| last.replace(self.0.take()));
    }
}

impl SweepCache {
    /// The sweep for these values.
    ///
    /// # Errors
    /// `E_TOO_LARGE` when they cannot be looked for; the cache is empty then.
    pub fn sweep(&mut self, known: KnownValues) -> Outcome<&Sweep> {
        let sweep = match self.0.take() {
            Some(sweep) if *sweep.known() == known => sweep,
            _ => Sweep::new(known)?,
        };
        Ok(self.0.insert(sweep))
    }

    /// The known values of the last file as text; none before the first.
    pub fn known(&self) -> &[Vec<u8>] {
        self.0.as_ref().map(Sweep::values).unwrap_or_default()
    }
}
