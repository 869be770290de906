//! The command line of `dcm-scrub relink`.
#![allow(missing_docs, reason = "clap shows the documentation of flattened groups elsewhere")]

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser};
use crosswalk::OpenArgs;
use dicom_common::code::RunError;
use dicom_common::pipeline::cli::{LogFormat, RunArgs};

/// Turn pseudonyms back into originals.
///
/// Reads a manifest, or a list of pseudonyms, one a line, and writes a table (CSV) with the
/// originals beside them. The table SHOWS PATIENT DATA: original paths, patient identifiers and
/// UIDs. It needs the link file that dcm-scrub wrote with --link, and what opens it if it is
/// encrypted.
#[derive(Debug, Parser)]
#[command(name = "relink", max_term_width = 100, after_long_help = AFTER)]
pub struct RelinkArgs {
    /// The link file of dcm-scrub, plain or encrypted.
    #[arg(long, value_name = "FILE")]
    pub link: PathBuf,
    #[command(flatten)]
    pub open: OpenArgs,
    /// Read the manifest, or the list, from FILE; - is standard input, as without this flag.
    #[arg(long, short, value_name = "FILE")]
    pub input: Option<PathBuf>,
    /// Write the table to FILE (mode 0600), which appears when it is whole, instead of to standard
    /// output.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace the table that is already there.
    #[arg(long, requires = "output")]
    pub force: bool,
    #[command(flatten)]
    pub messages: MessageArgs,
}

/// What stands on standard error; never an original.
#[derive(Debug, Clone, ClapArgs)]
#[command(next_help_heading = "Messages")]
pub struct MessageArgs {
    /// Show errors only.
    #[arg(long, short)]
    pub quiet: bool,
    /// The form of messages on standard error.
    #[arg(long, value_name = "FORM", default_value = "text")]
    pub log_format: LogFormat,
}

impl MessageArgs {
    /// The same as flags of a run.
    pub fn run(&self) -> RunArgs {
        RunArgs { quiet: self.quiet, log_format: self.log_format, ..RunArgs::default() }
    }
}

impl RelinkArgs {
    /// Checks that the table replaces nothing that is needed.
    ///
    /// # Errors
    /// When it is there and not to be replaced, or is the link file or the input.
    pub(super) fn check(&self) -> Result<(), RunError> {
        let Some(output) = &self.output else { return Ok(()) };
        if output.symlink_metadata().is_ok() && !self.force {
            return Err(RunError::usage("--output is already there; --force replaces it"));
        }
        let Ok(real) = output.canonicalize() else { return Ok(()) };
        let same = |other: &PathBuf| other.canonicalize().is_ok_and(|other| other == real);
        match same(&self.link) || self.input.as_ref().is_some_and(same) {
            true => Err(RunError::usage("--output must be another file than --link and --input")),
            false => Ok(()),
        }
    }
}

const AFTER: &str = "\
Examples:
  dcm-scrub relink --link link.age --identity me.txt --input scrub.csv > who.csv
  echo 2.25.7 | dcm-scrub relink --link link.age --passphrase-file phrase --output who.csv

Columns:
  for a manifest: source, original_path, subject, original_subject, study, original_study, series,
  original_series, instance, original_instance; one row for each of its rows, also where no file was
  written.
  for a list: pseudonym, kind, original; the kind is path, patient, study, series or instance.

A file that dcm-deface changed has a series and an instance of its own; the originals of those are
found with the manifest, not with a list. A patient without an identifier has the UID of the study as
original. Where a pseudonym has several originals, \" | \" stands between them. A value that a
spreadsheet would take for a formula has a ' before it.

Exit codes:
  0 every pseudonym has its original, 1 some have none or several, 2 the link file could not be
  opened, was damaged, or the input is neither manifest nor list, 141 the reader went away.";
