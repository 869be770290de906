//! The command line.
#![allow(missing_docs, reason = "clap shows the documentation of flattened groups elsewhere")]

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, ValueEnum};
use dicom_common::code::Lang;
use dicom_common::pipeline::cli::{LogFormat, RunArgs};

/// Publish what every stage accepted, and state what was done.
///
/// The last filter of the pipeline. Takes the manifest from standard input and puts a file into the
/// folder to share only if dcm-scrub, dcm-deface, dcm-hdrcheck and dcm-facecheck all accepted it
/// and its bytes are still those that they wrote down. A series of which one file was not accepted
/// is held back whole. Writes SHA256SUMS and a public manifest beside the files, and for the giver
/// a statement with everything that a board asks: what was done, what was checked and what was
/// not, what is held back and why, and how many people share each combination of attributes that
/// are left.
#[derive(Debug, Parser)]
#[command(name = "dcm-release", version, max_term_width = 100, after_long_help = AFTER)]
pub struct Args {
    /// The manifest of dcm-facecheck, as behind --input.
    #[arg(value_name = "FILE.csv", conflicts_with = "input", help_heading = "Input")]
    pub rows: Option<PathBuf>,
    /// The manifest of dcm-facecheck; without it, it is read from standard input.
    #[arg(long, short, value_name = "FILE.csv", help_heading = "Input")]
    pub input: Option<PathBuf>,
    #[command(flatten)]
    pub output: FolderArgs,
    #[command(flatten)]
    pub rules: RuleArgs,
    #[command(flatten)]
    pub statement: StatementArgs,
    #[command(flatten)]
    pub run: RunArgs,
}

/// Where files go.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Output")]
pub struct FolderArgs {
    /// The folder to share; nothing else may be in it. Made if it is not there.
    #[arg(long, short, value_name = "DIR")]
    pub output: PathBuf,
    /// The folder for the statement and what belongs to it. It is for the giver, not for sharing.
    #[arg(long, value_name = "DIR")]
    pub evidence: PathBuf,
    /// How files come into the folder to share.
    #[arg(long, value_enum, default_value = "clone")]
    pub transfer: Transfer,
}

/// How a file comes into the folder to share.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Transfer {
    /// As a copy that shares its blocks on the disk until one of the two is changed, where the file
    /// system can do that (Btrfs, XFS); elsewhere as a copy.
    #[default]
    Clone,
    /// As a copy of its own.
    Copy,
    /// As a second name of the same file: takes no time and no space, but whoever changes the file in
    /// the working folder changes what is shared.
    Link,
}

/// What is released.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Rules")]
pub struct RuleArgs {
    /// Release the accepted files of a series of which others were not accepted.
    #[arg(long)]
    pub partial: bool,
    /// State that a stage was left out on purpose, repeated or separated by commas. The statement
    /// says so.
    #[arg(long, value_enum, value_name = "STAGE", value_delimiter = ',')]
    pub without: Vec<Optional>,
    /// Refuse to release anything if a combination of age, sex, modality, scanner model and year
    /// belongs to fewer than N people.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub k: Option<u64>,
    /// What persons decided, the table of dcm-deface --decisions: CSV with the columns series, decision, by,
    /// date and reason, and where wanted code and eyes. `pass` with a code lets a series pass that
    /// dcm-hdrcheck or dcm-facecheck flagged with it; `leave-out` holds a series back. What earlier tools
    /// noted of decisions in the rows is stated without it.
    #[arg(long, value_name = "FILE.csv")]
    pub decisions: Option<PathBuf>,
}

/// Stages that can be left out. dcm-scrub cannot: names and folders come from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Optional {
    /// Faces were not removed.
    Deface,
    /// Headers were not checked.
    Hdrcheck,
    /// Nobody checked that faces are gone.
    Facecheck,
}

/// What the statement says, and what belongs to it.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Statement")]
pub struct StatementArgs {
    /// Who releases the data.
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// For which organisation.
    #[arg(long, value_name = "NAME")]
    pub organisation: Option<String>,
    /// What the data are released for.
    #[arg(long, value_name = "TEXT")]
    pub purpose: Option<String>,
    /// The day of the release, YYYY-MM-DD. No clock is read: the same run gives the same bytes.
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// A report or another file that belongs to the evidence, repeated: it is copied into the folder of
    /// the evidence, and its hash is part of the statement.
    #[arg(long, value_name = "FILE")]
    pub evidence_file: Vec<PathBuf>,
    /// What a tool recorded of its run (--record), repeated: settings, version, counts and times become part
    /// of the statement.
    #[arg(long, value_name = "FILE.json")]
    pub run_record: Vec<PathBuf>,
    /// Sign the statement with this Ed25519 key (PEM, PKCS #8), which only you may be able to read.
    #[arg(long, value_name = "FILE.pem")]
    pub sign_key: Option<PathBuf>,
    /// The language of the page.
    #[arg(long, value_enum, default_value = "en")]
    pub lang: Lang,
}

/// Check a folder that was handed over against its statement.
///
/// Says in a sentence each what was added, removed, changed, renamed or exchanged, in the folder, in the
/// statement and in what belongs to it. Nothing is changed.
#[derive(Debug, Parser)]
#[command(name = "verify", max_term_width = 100, after_long_help = VERIFY_AFTER)]
pub struct VerifyArgs {
    /// The folder that was shared.
    #[arg(value_name = "DIR")]
    pub share: PathBuf,
    /// Its statement. The page, the signature and the evidence are looked for beside it.
    #[arg(value_name = "statement.json")]
    pub statement: PathBuf,
    /// The public key of the one who signed (PEM). Without it, a signature says that nothing was changed
    /// since it was made, not who made it.
    #[arg(long, value_name = "FILE.pem")]
    pub public_key: Option<PathBuf>,
    /// Only the folder and the statement: the one who received them does not have the rest of the
    /// evidence.
    #[arg(long)]
    pub without_evidence: bool,
    /// Read this many files at a time; by default as many as there are processors.
    #[arg(long, short, value_name = "N", visible_alias = "threads")]
    pub jobs: Option<usize>,
    /// Show errors only.
    #[arg(long, short)]
    pub quiet: bool,
}

impl VerifyArgs {
    /// How messages are shown.
    pub fn messages(&self) -> RunArgs {
        RunArgs { quiet: self.quiet, log_format: LogFormat::Text, ..RunArgs::default() }
    }
}

const AFTER: &str = "\
Examples:
  … | dcm-facecheck --report face.xlsx | dcm-release --output share --evidence evidence > released.csv
  dcm-release final.csv --output share --evidence evidence --evidence-file header.xlsx --evidence-file face.xlsx \\
    --by 'A. Name' --organisation 'Hospital' --purpose 'Study 12' --date 2026-11-29 --k 5 --sign-key sign.pem > released.csv
  dcm-release verify share evidence/statement.json --public-key sign.pub

A key:
  openssl genpkey -algorithm ed25519 -out sign.pem && chmod 600 sign.pem
  openssl pkey -in sign.pem -pubout -out sign.pub

Exit codes:
  0 everything was released but what a rule or a person left out, 1 something is held back or nothing was
  released, 2 the run was not possible or --k refused it: nothing was released, 130 and 143 stopped by a signal, 141 the reader of the manifest went away.";

const VERIFY_AFTER: &str = "\
Exit codes:
  0 everything is as the statement says, 1 something is not: a line for each, 2 the statement or the folder cannot be read.";
