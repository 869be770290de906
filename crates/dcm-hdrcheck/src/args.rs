//! The command line.

use std::path::PathBuf;

use clap::{ArgGroup, Args as ClapArgs, Parser, ValueEnum};
use crosswalk::OpenArgs;
use dicom_common::code::{Lang, RunError};
use dicom_common::deid::policy::{Amendments, Choice};
use dicom_common::pipeline::cli::{CHOICES, ChoiceArgs, InputArgs, KeyArgs, RunArgs};

/// Check the headers of DICOM files for what identifies a person.
///
/// Judges every element at every depth, private elements, file meta information and preamble
/// included, by the policy that dcm-scrub follows, and writes one row for each input to the
/// manifest. Nothing is changed.
#[derive(Debug, Parser)]
#[command(name = "dcm-hdrcheck", version, max_term_width = 100, after_long_help = AFTER)]
#[command(group(ArgGroup::new("chosen").required(true).multiple(true).args(CHOICES)))]
pub struct Args {
    /// Where files come from.
    #[command(flatten)]
    pub input: InputArgs,
    /// What is accepted.
    #[command(flatten)]
    pub criteria: CriteriaArgs,
    /// What the originals were.
    #[command(flatten)]
    pub originals: OriginalsArgs,
    /// What is written about it.
    #[command(flatten)]
    pub report: ReportArgs,
    /// The key of the ids in column `source`.
    #[command(flatten)]
    pub key: KeyArgs,
    /// How the run behaves.
    #[command(flatten)]
    pub run: RunArgs,
}

/// What is accepted.
#[derive(Debug, Clone, ClapArgs)]
#[command(next_help_heading = "Criteria")]
pub struct CriteriaArgs {
    /// What the files were anonymized with.
    #[command(flatten)]
    pub choice: ChoiceArgs,
    /// By what to judge.
    #[arg(long, value_enum, default_value = "strict")]
    pub criteria: Criteria,
    /// A table of attributes (.xlsx or .csv) that replaces the built-in fields of the level.
    #[arg(long, value_name = "FILE", conflicts_with = "profile")]
    pub policy: Option<PathBuf>,
    /// Values that are harmless at this site though they look like a name, an address or a number of
    /// a person, one a line: exactly these are accepted. Reports list them with their lines.
    #[arg(long, value_name = "FILE")]
    pub allow: Option<PathBuf>,
}

impl CriteriaArgs {
    /// What was chosen.
    ///
    /// # Errors
    /// Flags that contradict one another, and a profile that the earlier tool did not know.
    pub fn choice(&self) -> Result<Choice, RunError> {
        let choice = self.choice.choice()?;
        match (choice, self.criteria) {
            (None, _) => Err(RunError::Usage("give --level or --profile".into())),
            (Some(Choice::Profile(_)), Criteria::Reference) => {
                Err(RunError::Usage("--criteria reference knows levels alone: give --level".into()))
            }
            (Some(Choice::Level(_, asked)), Criteria::Reference) if !asked.is_empty() => Err(
                RunError::Usage("--criteria reference knows levels alone, without --option".into()),
            ),
            (Some(_), Criteria::Reference) if self.choice.amendments() != Amendments::default() => {
                Err(RunError::usage("--keep and --remove belong to --criteria strict"))
            }
            (Some(choice), _) => Ok(choice),
        }
    }
}

/// By what to judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Criteria {
    /// Every element, without tolerance.
    Strict,
    /// The rules of the earlier verification tool, for comparisons: 64 attributes at the root,
    /// 15 % tolerance. Files that carry names can pass.
    Reference,
}

/// What the originals were.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Originals")]
pub struct OriginalsArgs {
    /// The link file of dcm-scrub: its original values must not occur, and pseudonyms must be those
    /// that it names.
    #[arg(long, value_name = "FILE")]
    pub link: Option<PathBuf>,
    /// What opens it if it is encrypted.
    #[command(flatten)]
    pub open: OpenArgs,
    /// The original files: their names, identifiers and UIDs must not occur. With --link, every
    /// date must be moved by its patient's number of days.
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub against: Vec<PathBuf>,
}

/// What is written besides the manifest.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Report")]
pub struct ReportArgs {
    /// Write a workbook.
    #[arg(long, value_name = "FILE.xlsx")]
    pub report: Option<PathBuf>,
    /// Write every finding as a row of CSV; with --criteria reference every judged attribute.
    #[arg(long, value_name = "FILE.csv")]
    pub findings: Option<PathBuf>,
    /// Write the verdict on every file as a row of CSV.
    #[arg(long, value_name = "FILE.csv")]
    pub summary: Option<PathBuf>,
    /// Show values, and names of input files, in what is written to these files.
    #[arg(long)]
    pub show_values: bool,
    /// The language of the workbook.
    #[arg(long, value_enum, default_value = "en", requires = "report")]
    pub lang: Lang,
}

const AFTER: &str = "\
Examples:
  dcm-scrub --input raw --output clean --level high | dcm-hdrcheck --level high --report header.xlsx > final.csv
  dcm-hdrcheck --input clean --profile basic --option retain-uids,clean-descriptors > check.csv
  dcm-hdrcheck --input clean --level low --link link.csv --against raw --findings findings.csv > check.csv

Exit codes:
  0 every row is ok or skipped by rule, 1 some row failed or was flagged, 2 the run was not possible,
  130 and 143 stopped by a signal, 141 the reader of the manifest went away.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_without_a_workbook_is_refused() {
        let lang = |args: &[&str]| {
            let all = ["dcm-hdrcheck", "--level", "low", "--lang", "ko"].iter().chain(args);
            Args::try_parse_from(all).map(|args| args.report.lang).ok()
        };
        assert_eq!(lang(&["--findings", "a.csv"]), None);
        assert_eq!(lang(&["--report", "a.xlsx"]), Some(Lang::Ko));
    }
}
