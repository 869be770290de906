//! Making a set: files with planted identifiers, and the answer key.

mod burn;
mod capture;
mod chance;
mod chart;
mod draft;
mod found;
mod identity;
mod kinds;
mod people;
mod person;
mod plants;
mod refused;
mod report;
mod scan;
mod scans;
mod screen;
mod template;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

use crate::{key, midi};

pub use scans::Scans;

use chart::Chart;
use identity::Uids;
use people::Culture;
use person::Person;
use plants::Plant;

/// What sets one made-up set apart from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Equal seeds give equal sets, byte for byte.
    pub seed: u64,
    /// Number of patients.
    pub patients: usize,
}

/// Where a set is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The folder with the files.
    pub originals: PathBuf,
    /// The file with the answer key, `key.csv`.
    pub key: PathBuf,
    /// The same for the validation script of the MIDI challenge, `key.sql`.
    pub midi_key: PathBuf,
    /// Number of files in the folder.
    pub files: usize,
    /// Number of required actions.
    pub actions: usize,
}

/// Makes a set below a folder: `originals`, `key.csv` and `key.sql`; sets share what was scanned for them.
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
        fill(&mut chart)?;
        found::all(&mut chart, seed)?;
        files += chart.files;
        actions.append(&mut chart.actions);
    }
    let key = output.join("key.csv");
    key::write(&key, &actions)?;
    let midi_key = output.join("key.sql");
    midi::write(&midi_key, &originals, &actions)?;
    Ok(Made { originals, key, midi_key, files, actions: actions.len() })
}

/// Two studies, with what hospitals keep in them.
fn fill(chart: &mut Chart) -> Result<()> {
    scan::study(chart, 1, 0)?;
    if chart.number.is_multiple_of(3) {
        scan::study(chart, 2, 180)?;
    }
    capture::all(chart)?;
    if chart.number.is_multiple_of(2) {
        report::report(chart)?;
    }
    refused::one(chart)
}
