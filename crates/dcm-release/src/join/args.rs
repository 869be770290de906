//! The command line of `dcm-release join`.

use std::path::PathBuf;

use clap::Parser;
use dicom_common::pipeline::cli::{LogFormat, RunArgs};

/// Join the manifests of parts of a data set.
///
/// Writes one manifest with the rows of all, in the order in which the manifests are named. All must
/// have the same columns and, tool by tool, the same fingerprint: parts that were treated with other
/// settings, another version or another key are no parts of one data set. An input or an output that is
/// in there twice is named by its lines, and nothing is written.
#[derive(Debug, Parser)]
#[command(name = "join", max_term_width = 100, after_long_help = AFTER)]
pub struct JoinArgs {
    /// Manifests of the same stage.
    #[arg(value_name = "FILE.csv", required_unless_present = "files0_from")]
    pub manifests: Vec<PathBuf>,
    /// Read the names of the manifests, each ended by a zero byte, from FILE; - is standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "manifests")]
    pub files0_from: Option<PathBuf>,
    /// Write the manifest to FILE when it is complete, instead of to standard output.
    #[arg(long, value_name = "FILE")]
    pub manifest: Option<PathBuf>,
    /// Show errors only.
    #[arg(long, short)]
    pub quiet: bool,
}

impl JoinArgs {
    /// How messages are shown.
    pub fn messages(&self) -> RunArgs {
        RunArgs { quiet: self.quiet, log_format: LogFormat::Text, ..RunArgs::default() }
    }
}

const AFTER: &str = "\
Examples:
  dcm-release join shards/*/facecheck.csv --manifest final.csv
  find work -name facecheck.csv -print0 | sort -z | dcm-release join --files0-from - \\
    | dcm-release --output share --evidence evidence > released.csv

Exit codes:
  0 the manifests were joined, 2 they cannot be: nothing was written, 141 the reader went away.
  What the rows say does not matter here.";
