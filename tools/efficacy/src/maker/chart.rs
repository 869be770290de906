//! What is made for one patient: files, and the actions that the answer key requires.

use std::path::PathBuf;

use anyhow::Result;
use rand::rngs::Xoshiro256PlusPlus;

use crate::key::Action;

use super::draft::Draft;
use super::identity::Uids;
use super::person::Person;
use super::plants::Plant;
use super::scans::Scans;

/// The objects of one patient, as they come into being.
pub struct Chart<'a> {
    /// Whose identifiers are planted.
    pub person: Person,
    /// The patient's number in the set, from 0.
    pub number: usize,
    /// Makes the UIDs of the patient's objects.
    pub uids: Uids,
    /// Phrases and attributes to choose from, the same for all patients.
    pub plants: &'a [Plant],
    /// Volumes that sets share.
    pub scans: &'a mut Scans,
    /// Chance, seeded for this patient.
    pub rng: Xoshiro256PlusPlus,
    /// Where the patient's files are written.
    pub folder: PathBuf,
    /// How many are written.
    pub files: usize,
    /// What the answer key requires of them.
    pub actions: Vec<Action>,
}

impl Chart<'_> {
    /// Writes an object in a transfer syntax (its UID), and takes over its part of the key.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add(&mut self, draft: Draft, syntax: &str) -> Result<()> {
        self.files += 1;
        let path = self.folder.join(format!("IM{:04}.dcm", self.files));
        draft.write(&path, syntax)?;
        self.actions.extend(draft.actions);
        Ok(())
    }
}
