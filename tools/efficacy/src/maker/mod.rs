//! Making a set: files with planted identifiers, and the answer key.

mod burn;
mod capture;
mod draft;
mod identity;
mod kinds;
mod people;
mod person;
mod plants;
mod refused;
mod report;
mod scan;
mod screen;
mod template;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rand::rngs::Xoshiro256PlusPlus;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use crate::key::{self, Action};

pub use scan::Scans;

use draft::Draft;
use identity::Uids;
use people::Culture;
use person::Person;
use plants::Plant;

/// What is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Determines everything else.
    pub seed: u64,
    /// Number of patients.
    pub patients: usize,
}

/// Where a set is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The folder with the files.
    pub originals: PathBuf,
    /// The answer key.
    pub key: PathBuf,
    /// Number of files.
    pub files: usize,
    /// Number of required actions.
    pub actions: usize,
}

/// The objects of one patient, as they come into being.
struct Chart<'a> {
    person: Person,
    number: usize,
    uids: Uids,
    plants: &'a [Plant],
    scans: &'a mut Scans,
    rng: Xoshiro256PlusPlus,
    folder: PathBuf,
    files: usize,
    actions: Vec<Action>,
}

/// Makes a set below a folder: `originals` and `key.csv`; sets share what was scanned for them.
///
/// # Errors
/// When a file cannot be written.
pub fn make(output: &Path, settings: Settings, scans: &mut Scans) -> Result<Made> {
    let cultures = Culture::all()?;
    let plants = Plant::all()?;
    let originals = output.join("originals");
    std::fs::create_dir_all(&originals)?;
    let mut actions = Vec::new();
    let mut files = 0;
    // Neighbouring seeds begin at another culture each.
    let first = Xoshiro256PlusPlus::seed_from_u64(settings.seed).random_range(0..cultures.len());
    for number in 0..settings.patients {
        let seed = settings.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ number as u64;
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        let culture = cultures.get((first + number) % cultures.len()).context("no culture")?;
        let person = Person::draw(&mut rng, culture, number)?;
        let folder = originals.join(format!("{:03}_{}", number + 1, person.value("underscored")?));
        let uids = Uids::new(settings.seed, number);
        let mut chart = Chart {
            person,
            number,
            uids,
            plants: &plants,
            scans: &mut *scans,
            rng,
            folder,
            files: 0,
            actions: Vec::new(),
        };
        chart.fill()?;
        files += chart.files;
        actions.append(&mut chart.actions);
    }
    let key = output.join("key.csv");
    key::write(&key, &actions)?;
    Ok(Made { originals, key, files, actions: actions.len() })
}

impl Chart<'_> {
    /// Two studies, with what hospitals keep in them.
    fn fill(&mut self) -> Result<()> {
        scan::study(self, 1, 0)?;
        if self.number.is_multiple_of(3) {
            scan::study(self, 2, 180)?;
        }
        capture::all(self)?;
        if self.number.is_multiple_of(2) {
            report::report(self)?;
        }
        refused::one(self)
    }

    /// Writes an object and takes over its part of the key.
    fn add(&mut self, draft: Draft, syntax: &str) -> Result<()> {
        self.files += 1;
        let path = self.folder.join(format!("IM{:04}.dcm", self.files));
        draft.write(&path, syntax)?;
        self.actions.extend(draft.actions);
        Ok(())
    }
}

/// One of several, by chance.
fn draw<'a, T>(rng: &mut Xoshiro256PlusPlus, items: &'a [T]) -> Option<&'a T> {
    items.choose(rng)
}
