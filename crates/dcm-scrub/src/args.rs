//! The command line.
#![allow(missing_docs, reason = "clap shows the documentation of flattened groups elsewhere")]

use std::path::PathBuf;

use clap::{ArgGroup, Args as ClapArgs, Parser, ValueEnum};
use crosswalk::LockArgs;
use dicom_common::pipeline::cli::{CHOICES, ChoiceArgs, InputArgs, KeyArgs, OutputArgs, RunArgs};

use crate::pixels::PixelArgs;
use crate::script::Dialect;
use crate::words::WordsArgs;

/// Anonymize the headers of DICOM files.
///
/// Reads every file below the inputs, writes each one that can be fully treated under a
/// pseudonymous name, and writes one row for each input to the manifest. Pixel data is copied as
/// it is, unless text in it is to be blanked; images that may show such text are flagged. A file that cannot be fully treated is not written; its row says why.
#[derive(Debug, Parser)]
#[command(name = "dcm-scrub", version, max_term_width = 100)]
#[command(group(ArgGroup::new("recipe").required(true).multiple(true).args(CHOICES).arg("script")))]
#[command(after_long_help = AFTER)]
pub struct Args {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    #[command(flatten)]
    pub recipe: RecipeArgs,
    #[command(flatten)]
    pub words: WordsArgs,
    #[command(flatten)]
    pub pixels: PixelArgs,
    #[command(flatten)]
    pub key: KeyArgs,
    /// Write original paths, identifiers and names with their pseudonyms to FILE (mode 0600), which
    /// appears when it is whole. It shows patient data: encrypt it with one of the next flags.
    #[arg(long, value_name = "FILE", help_heading = "Key")]
    pub link: Option<PathBuf>,
    #[command(flatten)]
    pub lock: LockArgs,
    /// Do everything but write files: the rows have the status `plan`.
    #[arg(long, short = 'n', help_heading = "Run")]
    pub dry_run: bool,
    #[command(flatten)]
    pub run: RunArgs,
    #[command(flatten)]
    pub compat: CompatArgs,
}

/// What is done with the headers.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Anonymization")]
pub struct RecipeArgs {
    #[command(flatten)]
    pub choice: ChoiceArgs,
    /// A table of attributes (.xlsx or .csv) that replaces the built-in fields of the level.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["script", "profile"])]
    pub policy: Option<PathBuf>,
    /// An anonymization script of the RSNA anonymizer or of CTP, instead of a level or a profile.
    ///
    /// With a script of CTP, hashes, UIDs and shifts of dates are those of CTP: MD5 without a key.
    /// Whoever can guess an original (a patient's ID, a UID) can confirm the guess, and link the
    /// output to the original.
    #[arg(long, value_name = "FILE", conflicts_with_all = CHOICES)]
    pub script: Option<PathBuf>,
    /// Whose script it is; needed where the script holds nothing that tells.
    #[arg(long, value_enum, requires = "script")]
    pub dialect: Option<Dialect>,
    /// The lookup table of a CTP script: a properties file with lines `type/value = replacement`.
    #[arg(long, value_name = "FILE", requires = "script")]
    pub lookup: Option<PathBuf>,
    /// The value of a parameter of a CTP script, instead of the script's own <p>.
    #[arg(long = "param", value_name = "NAME=VALUE", requires = "script", value_parser = param)]
    pub params: Vec<(String, String)>,
    /// The numbers that @integer of a CTP script has given: read, and added to (mode 0600). Holds
    /// originals.
    #[arg(long, value_name = "FILE", requires = "script")]
    pub integers: Option<PathBuf>,
}

/// The reproduction of another program, for comparisons.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Compatibility, for comparisons only")]
pub struct CompatArgs {
    /// Do exactly what another program does with the script, its defects included. Such output is
    /// not safe to share.
    #[arg(long, value_enum, requires_all = ["script", "site_id", "project"], conflicts_with_all = ["key_file", "key_fd", "link", "dialect", "lookup", "params", "integers"])]
    pub compat: Option<Compat>,
    /// The other program's site id.
    #[arg(long, value_name = "DIGITS", requires = "compat", value_parser = digits)]
    pub site_id: Option<String>,
    /// The other program's project name.
    #[arg(long, value_name = "NAME", requires = "compat")]
    pub project: Option<String>,
    /// The other program's root for new UIDs.
    #[arg(long, value_name = "UID", requires = "compat", default_value = "1.2.826.0.1.3680043.10.474.2", value_parser = uid_root)]
    pub uid_root: String,
}

/// Programs whose results can be reproduced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Compat {
    /// RSNA anonymizer 19.0.10.
    Rsna,
}

fn param(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("NAME=VALUE")?;
    let name = name.trim();
    (!name.is_empty())
        .then(|| (name.to_owned(), value.to_owned()))
        .ok_or_else(|| "NAME=VALUE".into())
}

fn digits(text: &str) -> Result<String, String> {
    let valid = (1..=16).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    valid.then(|| text.to_owned()).ok_or_else(|| "up to 16 digits".into())
}

fn uid_root(text: &str) -> Result<String, String> {
    let valid = text.len() <= 40
        && text.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    valid.then(|| text.to_owned()).ok_or_else(|| "a UID of up to 40 characters".into())
}

const AFTER: &str = "\
Examples:
  dcm-scrub --input raw --output clean --level low --key-file key > scrub.csv
  dcm-scrub --input raw --output clean --level high | dcm-hdrcheck --level high --report header.xlsx > final.csv
  dcm-scrub --input raw --output clean --profile basic --option retain-uids,clean-descriptors > scrub.csv
  dcm-scrub --input raw --output clean --level low --key-file key --link link.age --link-recipient age1... > scrub.csv
  dcm-scrub relink --link link.age --identity me.txt --input scrub.csv > who.csv

Exit codes:
  0 every row is ok or skipped by rule, 1 some row failed, 2 the run was not possible,
  130 and 143 stopped by a signal, 141 the reader of the manifest went away.

A run that was stopped can be repeated with the same key: what is there already is not written again.";
