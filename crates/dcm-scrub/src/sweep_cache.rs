//! The sweep of the last file, kept for the next.

use dicom_common::code::Outcome;

use crate::known::KnownValues;
use crate::sweep::Sweep;

/// The sweep of a thread's last file: the slices of a series share their known values, and building
/// the search anew for each of them would take longer than all the rest.
#[derive(Default)]
pub struct SweepCache(Option<Sweep>);

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
