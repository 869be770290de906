//! Measuring configurations of dcm-scrub.

mod configuration;
mod page;
mod scrub;

use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::maker::{Made, Scans, Settings, make};
use crate::score::{Score, score};
use crate::{files, key};

pub use configuration::{Configuration, Purpose};
pub use page::page;

/// A configuration with its score.
#[derive(Debug)]
pub struct Measured {
    /// The flags that the tool was run with.
    pub configuration: Configuration,
    /// What it is worth; the reason where it could not be run.
    pub score: Result<Score, String>,
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.configuration.name;
        match &self.score {
            Ok(score) => write!(f, "{name}: {} %", score.total().percent()),
            Err(problem) => write!(f, "{name}: not measured: {problem}"),
        }
    }
}

impl Measured {
    /// Whether the task has every point, and a weakened policy has not.
    pub fn is_as_it_should(&self) -> bool {
        let is_whole = self.score.as_ref().map(|score| score.failures.is_empty());
        match self.configuration.purpose {
            Purpose::Task => matches!(is_whole, Ok(true)),
            Purpose::Level => true,
            Purpose::Weakened => matches!(is_whole, Ok(false)),
        }
    }
}

/// A set that was made, with the scores of configurations.
#[derive(Debug)]
pub struct Report {
    /// How it was made.
    pub settings: Settings,
    /// The set: its files, and the actions that its key requires.
    pub made: Made,
    /// In the order of the configurations.
    pub measured: Vec<Measured>,
}

/// Makes a set below a folder and measures configurations on it.
///
/// # Errors
/// When the set cannot be made or read.
pub fn measure(
    program: &Path,
    folder: &Path,
    settings: Settings,
    configurations: &[Configuration],
    scans: &mut Scans,
) -> Result<Report> {
    std::fs::create_dir_all(folder)?;
    let (program, folder) = (&program.canonicalize()?, &folder.canonicalize()?);
    let made = make(folder, settings, scans)?;
    let originals: Vec<PathBuf> = files::below(&made.originals)?;
    let actions = key::read(&made.key)?;
    let mut measured = Vec::new();
    for configuration in configurations {
        let runs = scrub::run(program, folder, &originals, configuration);
        let score = runs.and_then(|runs| score(&actions, &runs));
        let score = score.map_err(|problem| format!("{problem:#}"));
        measured.push(Measured { configuration: configuration.clone(), score });
    }
    Ok(Report { settings, made, measured })
}
