//! The command line of `dcm-scrub shard`.
#![allow(missing_docs, reason = "clap shows the documentation of flattened groups elsewhere")]

use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use dicom_common::pipeline::cli::{InputArgs, LogFormat, RunArgs};

/// Split inputs into shards that can be treated apart.
///
/// Reads the headers of all inputs and writes lists of files, each name ended by a zero byte, that
/// --files0-from reads: 1.files0, 2.files0 and so on, of about as many files each. A study is never
/// split: what is known of a face in one of its series serves the others. The lists and their folder can
/// be read by you alone, as names of files may name patients; their own names say nothing.
#[derive(Debug, Parser)]
#[command(name = "shard", max_term_width = 100, after_long_help = AFTER)]
pub struct ShardArgs {
    #[command(flatten)]
    pub input: InputArgs,
    /// The folder for the lists, which must not be there yet: it appears when all of them are complete.
    #[arg(long, short, value_name = "DIR", help_heading = "Output")]
    pub output: PathBuf,
    /// How many shards to make; fewer where there are not so many subjects or studies.
    #[arg(long, value_name = "N", help_heading = "Shards")]
    pub shards: NonZeroU32,
    /// What is never split.
    #[arg(long, value_enum, default_value = "subject", help_heading = "Shards")]
    pub by: By,
    /// Read this many files at a time; by default as many as there are processors.
    #[arg(long, short, value_name = "N", visible_alias = "threads", help_heading = "Run")]
    pub jobs: Option<usize>,
    /// Show errors only.
    #[arg(long, short, help_heading = "Run")]
    pub quiet: bool,
}

/// What is never split between shards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// All studies of a patient, by Patient ID (0010,0020).
    Subject,
    /// A study, by Study Instance UID (0020,000D).
    Study,
}

impl ShardArgs {
    /// How messages are shown.
    pub fn messages(&self) -> RunArgs {
        RunArgs { quiet: self.quiet, log_format: LogFormat::Text, ..RunArgs::default() }
    }
}

const AFTER: &str = "\
Examples:
  dcm-scrub shard --input raw --output shards --shards 200
  dcm-scrub --files0-from shards/17.files0 --output work/17/scrubbed --level low --key-file key > work/17/scrub.csv
  dcm-release join work/*/facecheck.csv > final.csv

Output:
  N.files0 for each shard, numbered from 1, and shards.csv with the columns shard and files.
  Subjects or studies stand in the order of their first files. A file without a study (no DICOM, cut off) goes with
  the one before it.

Exit codes:
  0 the lists were written, 1 there were no files, 2 it was not possible, 130 and 143 stopped by a signal.";
