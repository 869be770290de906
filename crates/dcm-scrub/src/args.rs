//! The command line.
#![allow(missing_docs, reason = "clap shows the documentation of flattened groups elsewhere")]

use std::path::PathBuf;

use clap::{ArgGroup, Parser};
use crosswalk::LockArgs;
use dicom_common::pipeline::cli::{CHOICES, InputArgs, KeyArgs, OutputArgs, RunArgs};

use crate::headers::HeaderArgs;
use crate::pixels::PixelArgs;
use crate::reproduction::CompatArgs;
use crate::words::WordsArgs;

/// Anonymize the headers of DICOM files.
///
/// Reads every file below the inputs, writes each one that can be fully treated under a
/// pseudonymous name, and writes one row for each input to the manifest. Pixel data is copied as
/// it is, unless text in it is to be blanked; images that may show such text are flagged. A file that cannot be fully treated is not written; its row says why.
#[derive(Debug, Parser)]
#[command(name = "dcm-scrub", version, max_term_width = 100)]
#[command(group(ArgGroup::new("method").required(true).multiple(true).args(CHOICES).arg("script")))]
#[command(after_long_help = AFTER)]
pub struct Args {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    #[command(flatten)]
    pub headers: HeaderArgs,
    #[command(flatten)]
    pub words: WordsArgs,
    #[command(flatten)]
    pub pixels: PixelArgs,
    #[command(flatten)]
    pub key: KeyArgs,
    /// Name patients by a table of your own: CSV with the columns id (as it stands in Patient ID), new id, and
    /// days, by which dates move (-100: back by a hundred). Folders, Patient ID and dates follow it; a file
    /// of another patient fails. The table leads back to the patients: guard it like the link file.
    #[arg(long, value_name = "FILE.csv", help_heading = "Key", conflicts_with_all = ["script", "compat"])]
    pub subjects_map: Option<PathBuf>,
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
