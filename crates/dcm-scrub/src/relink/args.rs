//! The command line of `dcm-scrub relink`.
#![allow(missing_docs, reason = "clap shows the documentation of flattened groups elsewhere")]

use std::path::PathBuf;

use clap::{ArgGroup, Args as ClapArgs, Parser};
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
#[command(group(ArgGroup::new("written").multiple(true).args(["output", "uid_map", "patient_map"])))]
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
    /// Instead of answering, write every UID that was changed to FILE (mode 0600): a table with the
    /// columns id_old and id_new, as the validation script of the MIDI challenge reads it.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["input", "output"])]
    pub uid_map: Option<PathBuf>,
    /// The same for patient IDs.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["input", "output"])]
    pub patient_map: Option<PathBuf>,
    /// Replace the tables that are already there.
    #[arg(long, requires = "written")]
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
    /// Checks that the tables replace nothing that is needed.
    ///
    /// # Errors
    /// When one is there and not to be replaced, or is the link file or the input, or both are one.
    pub(super) fn check(&self) -> Result<(), RunError> {
        let written = [
            ("--output", &self.output),
            ("--uid-map", &self.uid_map),
            ("--patient-map", &self.patient_map),
        ];
        if self.uid_map.is_some() && self.uid_map == self.patient_map {
            return Err(RunError::usage("--uid-map and --patient-map must be different files"));
        }
        for (flag, path) in written {
            let Some(path) = path else { continue };
            if path.symlink_metadata().is_ok() && !self.force {
                return Err(RunError::usage(format!(
                    "{flag} is already there; --force replaces it"
                )));
            }
            let Ok(real) = path.canonicalize() else { continue };
            let same = |other: &PathBuf| other.canonicalize().is_ok_and(|other| other == real);
            if same(&self.link) || self.input.as_ref().is_some_and(same) {
                return Err(RunError::usage(format!(
                    "{flag} must be another file than --link and --input"
                )));
            }
        }
        Ok(())
    }
}

const AFTER: &str = "\
Examples:
  dcm-scrub relink --link link.age --identity me.txt --input scrub.csv > who.csv
  echo 2.25.7 | dcm-scrub relink --link link.age --passphrase-file phrase --output who.csv
  dcm-scrub relink --link link.csv --uid-map uids.csv --patient-map patients.csv

Columns:
  for a manifest: source, original_path, subject, original_subject, study, original_study, series,
  original_series, instance, original_instance; one row for each of its rows, also where no file was
  written.
  for a list: pseudonym, kind, original; the kind is path, patient, study, series, instance or,
  for any other UID, uid.
  for maps: id_old, id_new; each pair once, or, of more than half a million, some again.

A file that dcm-deface changed has a series and an instance of its own; the originals of those are
found with the manifest, not with a list. A patient without an identifier has the UID of the study as
original. Where a pseudonym has several originals, \" | \" stands between them. A value that a
spreadsheet would take for a formula has a ' before it, but for maps, which hold values as they are.

Exit codes:
  0 every pseudonym has its original, 1 some have none or several, 2 the link file could not be
  opened, was damaged, or the input is neither manifest nor list, 141 the reader went away.";
