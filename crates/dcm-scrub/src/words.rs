//! Words of the user's own that may stay in descriptions.
#![allow(missing_docs, reason = "clap shows the documentation of flattened groups elsewhere")]

use std::path::PathBuf;

use clap::Args as ClapArgs;
use data_encoding::HEXLOWER;
use descriptors::{Cleaner, Words};
use dicom_common::code::RunError;
use sha2::{Digest, Sha256};

use crate::options::read_text;

/// What is left of descriptions.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Anonymization")]
pub struct WordsArgs {
    /// Words that may stay in cleaned text, besides the built-in ones: one on each line, or a
    /// dictionary of Hunspell (.dic). Can be given several times.
    #[arg(long = "words", value_name = "FILE", requires = "profile")]
    pub files: Vec<PathBuf>,
}

impl WordsArgs {
    /// The cleaner, and the settings with the words among them.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn cleaner(&self, settings: String) -> Result<(Cleaner, String), RunError> {
        let mut words = Words::default();
        let mut digest = Sha256::new();
        for path in &self.files {
            let list = read_text(path, "--words")?;
            words.add(&list);
            digest.update(list);
        }
        let settings = match self.files.as_slice() {
            [] => settings,
            _ => format!("{settings} words {}", HEXLOWER.encode(&digest.finalize())),
        };
        Ok((Cleaner::new(words), settings))
    }
}
