//! The command line.
#![allow(missing_docs, reason = "clap shows the documentation of flattened groups elsewhere")]

use std::path::PathBuf;

use clap::{ArgGroup, Args as ClapArgs, Parser, ValueEnum};
use dicom_common::code::Lang;
use dicom_common::pipeline::cli::{KeyArgs, RunArgs};

/// Check that faces are gone from defaced head CT and MR.
///
/// Compares each series with what it was before: nothing but the face may have changed, no part of
/// the face may be left, what is left must not read as a face, and the brain must be whole. Writes
/// one row for each input to the manifest. Nothing is changed.
#[derive(Debug, Parser)]
#[command(name = "dcm-facecheck", version, max_term_width = 100, after_long_help = AFTER)]
pub struct Args {
    #[command(flatten)]
    pub input: SeriesArgs,
    #[command(flatten)]
    pub criteria: CriteriaArgs,
    #[command(flatten)]
    pub networks: NetworkArgs,
    #[command(flatten)]
    pub report: ReportArgs,
    #[command(flatten)]
    pub key: KeyArgs,
    #[command(flatten)]
    pub run: RunArgs,
}

/// Where files come from.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Input")]
pub struct SeriesArgs {
    /// Defaced files or folders of them, as behind --defaced.
    #[arg(value_name = "PATH", requires = "raw", conflicts_with = "no_originals")]
    pub paths: Vec<PathBuf>,
    /// Defaced files or folders of them; without any, a manifest is read from standard input.
    #[arg(long, short, alias = "input", value_name = "PATH", num_args = 1.., requires = "raw")]
    pub defaced: Vec<PathBuf>,
    /// The files before defacing, or folders of them. A manifest names those that dcm-scrub wrote;
    /// all others are found by their UIDs, or by place and pixels.
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub raw: Vec<PathBuf>,
    /// Files or folders to be judged by themselves: is there a face in here? What cannot be told is
    /// flagged.
    #[arg(long, value_name = "PATH", num_args = 1.., conflicts_with_all = ["defaced", "raw"])]
    pub no_originals: Vec<PathBuf>,
    /// Only these subjects: names of folders directly below --defaced.
    #[arg(long, value_name = "NAME", num_args = 1..)]
    pub subjects: Vec<String>,
}

/// What is accepted.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Criteria")]
pub struct CriteriaArgs {
    /// By what to judge.
    #[arg(long, value_enum, default_value = "default")]
    pub criteria: Criteria,
    /// Attack what is left: complete the cut with an average face, and ask the recogniser again.
    #[arg(long)]
    pub attack: bool,
    /// What persons decided about series, the table of dcm-deface --decisions: a series that they let pass
    /// uncut does not fail for that, and its rows say who decided.
    #[arg(long, value_name = "FILE.csv")]
    pub decisions: Option<PathBuf>,
}

/// Networks for the four numbers of the earlier tool.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Networks (nnU-Net)")]
pub struct NetworkArgs {
    /// The folder with the models Dataset803_… (anatomical foreground) and Dataset804_… (defaced
    /// areas); without it, geometry says where a face is.
    #[arg(long, value_name = "DIR")]
    pub model: Option<PathBuf>,
    /// Say what the two models are (patch, spacing, reader, normalisation, network, folds, mirroring) and whether all
    /// of it is supported, and do nothing else.
    #[arg(long, requires = "model")]
    pub describe: bool,
    /// How far patches lie apart, as a part of their size: 0.7 if nothing is said.
    #[arg(long, value_name = "SHARE", requires = "model")]
    pub step: Option<f64>,
    /// Look at patches in one orientation only: up to 8 times faster, other results.
    #[arg(long, requires = "model")]
    pub no_mirroring: bool,
    /// Compute in bfloat16: faster where the processor knows it, other results.
    #[arg(long, requires = "model")]
    pub bf16: bool,
    /// Compute on this GPU, with a libtorch that knows CUDA.
    #[arg(long, value_name = "N", requires = "model")]
    pub gpu: Option<usize>,
    /// Store what the networks predict as SERIES_removed.nii.gz and SERIES_foreground.nii.gz.
    #[arg(long, value_name = "DIR", requires = "model")]
    pub save_predictions: Option<PathBuf>,
}

/// By what to judge.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Criteria {
    /// Integrity, coverage, recognisability and utility.
    #[default]
    Default,
    /// The four numbers of the earlier verification tool, for comparisons.
    Reference,
}

impl NetworkArgs {
    /// How far patches lie apart, as a part of their size.
    pub fn step(&self) -> f64 {
        self.step.unwrap_or(0.7)
    }
}

/// What is written besides the manifest. It shows faces.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Report")]
#[command(group(ArgGroup::new("reports").multiple(true).args(["report", "page"])))]
pub struct ReportArgs {
    /// Write a workbook.
    #[arg(long, value_name = "FILE.xlsx")]
    pub report: Option<PathBuf>,
    /// Write the same as a page that needs nothing else.
    #[arg(long, value_name = "FILE.html")]
    pub page: Option<PathBuf>,
    /// The language of both.
    #[arg(long, value_enum, default_value = "en", requires = "reports")]
    pub lang: Lang,
}

const AFTER: &str = "\
Examples:
  dcm-scrub --input raw --output clean --level high | dcm-deface --output defaced | dcm-facecheck --report face.xlsx > final.csv
  dcm-facecheck defaced --raw clean --page face.html > check.csv
  dcm-facecheck --no-originals archive --page faces.html > gate.csv

Exit codes:
  0 every row is ok or skipped by rule, 1 some row failed or was flagged, 2 the run was not possible,
  130 and 143 stopped by a signal, 141 the reader of the manifest went away.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_without_anything_that_is_written_in_it_is_refused() {
        let lang = |args: &[&str]| {
            let all = ["dcm-facecheck", "--lang", "ko"].iter().chain(args);
            Args::try_parse_from(all).map(|args| args.report.lang).ok()
        };
        assert_eq!(lang(&[]), None);
        assert_eq!(lang(&["--page", "a.html"]), Some(Lang::Ko));
        assert_eq!(lang(&["--report", "a.xlsx"]), Some(Lang::Ko));
        assert_eq!(lang(&["--report", "a.xlsx", "--page", "a.html"]), Some(Lang::Ko));
    }
}
