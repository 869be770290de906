//! Words of the user's own that may stay in descriptions.
#![allow(missing_docs, reason = "clap shows the documentation of flattened groups elsewhere")]

use std::path::PathBuf;

use clap::Args as ClapArgs;
use data_encoding::HEXLOWER;
use descriptors::{Cleaner, Words};
use dicom_common::code::RunError;
use sha2::{Digest, Sha256};

use crate::flag_file::read_text;

/// What is left of descriptions.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Anonymization")]
pub struct WordsArgs {
    /// Words that may stay in cleaned text, besides the built-in ones: one on each line, or a
    /// dictionary of Hunspell (.dic). Can be given several times.
    #[arg(long = "words", value_name = "FILE", conflicts_with = "script")]
    pub files: Vec<PathBuf>,
}

/// How descriptions are cleaned.
pub struct Descriptions {
    /// Cleans them.
    pub cleaner: Cleaner,
    /// A text of all that the cleaner depends on, for the column scrub_config; empty without words
    /// of the user's.
    pub settings: String,
}

impl WordsArgs {
    /// The cleaner that knows the user's words.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn descriptions(&self) -> Result<Descriptions, RunError> {
        // Each flag by name, so that a new one cannot be forgotten in the settings.
        let Self { files } = self;
        let mut words = Words::default();
        let mut digest = Sha256::new();
        for path in files {
            let list = read_text(path, "--words")?;
            words.add(&list);
            digest.update(list);
        }
        let settings = match files.as_slice() {
            [] => String::new(),
            _ => format!(" words {}", HEXLOWER.encode(&digest.finalize())),
        };
        Ok(Descriptions { cleaner: Cleaner::new(words), settings })
    }
}
