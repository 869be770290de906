//! The command line.
#![allow(missing_docs, reason = "clap shows the documentation of flattened groups elsewhere")]

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, ValueEnum};
use dicom_common::code::Lang;
use dicom_common::pipeline::cli::{InputArgs, KeyArgs, OutputArgs, RunArgs};

pub use crate::names::Names;

/// Remove the face from head CT and MR images.
///
/// Finds the face of each series in three dimensions and overwrites the voxels of eyes, nose, mouth
/// and chin with air; every other voxel stays as it is, bit for bit. All series of a study are
/// treated. A series whose face cannot be found beyond doubt is not written; its rows say why.
#[derive(Debug, Parser)]
#[command(name = "dcm-deface", version, max_term_width = 100)]
#[command(after_long_help = AFTER)]
pub struct Args {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    #[command(flatten)]
    pub face: FaceArgs,
    #[command(flatten)]
    pub report: ReportArgs,
    #[command(flatten)]
    pub key: KeyArgs,
    /// Do everything but write files: the rows have the status `plan`.
    #[arg(long, short = 'n', help_heading = "Run")]
    pub dry_run: bool,
    #[command(flatten)]
    pub run: RunArgs,
}

/// How the face is removed.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Defacing")]
pub struct FaceArgs {
    /// How the face is found.
    #[arg(long, value_enum, default_value = "both", requires_if("template", "template"))]
    pub method: MethodName,
    /// A head (NIfTI) that is registered with each head, for --method template.
    #[arg(long, value_name = "FILE.nii.gz", requires = "mask")]
    pub template: Option<PathBuf>,
    /// What of the template's head is kept (1) and removed (0), in the template's space.
    #[arg(long, value_name = "FILE.nii.gz", requires = "template")]
    pub mask: Option<PathBuf>,
    /// What to do with a series in which the cues of the face disagree: flag it and write nothing,
    /// or remove the larger part that they allow.
    #[arg(long, value_enum, default_value = "flag")]
    pub on_doubt: OnDoubt,
    /// What persons decided about series that are flagged: CSV with the columns series, decision (pass, deep,
    /// eyes or leave-out), by, date and reason, and where wanted eyes and code. The page of --report makes it.
    #[arg(long, value_name = "FILE.csv")]
    pub decisions: Option<PathBuf>,
    /// Compress what is written; without it, files that were compressed are written uncompressed.
    #[arg(long, value_enum, value_name = "CODEC")]
    pub compress: Option<Compress>,
    /// Write each volume as defaced.nii.gz too, beside the mask on the same grid.
    #[arg(long)]
    pub nifti: bool,
    /// Which names of NIfTI files are kept; others become defaced.nii.gz.
    #[arg(long, value_enum, default_value = "bids")]
    pub names: Names,
    /// Copy the .json, .bval and .bvec beside a NIfTI file as they are, under its new name. Nothing is
    /// removed from them: look at what they say of the patient.
    #[arg(long)]
    pub sidecars: bool,
}

/// What is written for people.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Report")]
pub struct ReportArgs {
    /// Write a picture of each series, before and after, and a page that lists them to DIR. They
    /// show faces.
    #[arg(long, value_name = "DIR")]
    pub report: Option<PathBuf>,
    /// The language of the page and the pictures.
    #[arg(long, value_enum, default_value = "en", requires = "report")]
    pub lang: Lang,
}

/// How the face is found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum MethodName {
    /// By landmarks and by the average head: what both agree upon, or what one knows and the other does
    /// not contradict.
    #[default]
    Both,
    /// By eyes, skin, symmetry and brain.
    Landmarks,
    /// By the mean of many heads, registered with each head.
    Average,
    /// By a template of your own and its mask, registered with each head.
    Template,
}

/// Codecs for output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Compress {
    /// JPEG-LS lossless. Files of big-endian or 32-bit samples stay uncompressed.
    Jpegls,
}

/// What to do where cues disagree.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum OnDoubt {
    /// Flag the series and write nothing.
    #[default]
    Flag,
    /// Remove the larger part.
    Deep,
}

const AFTER: &str = "\
Examples:
  dcm-scrub --input raw --output scrubbed --level high | dcm-deface --output defaced > deface.csv
  dcm-deface --output defaced --key-file key --report faces --decisions decisions.csv < first.csv > deface.csv
  dcm-deface --input heads --output defaced --key-file key --manifest deface.csv

Output:
  Below --output, SUBJECT/STUDY/SERIES/INSTANCE.dcm under new Series and SOP Instance UIDs, and beside
  the files of a series defaced_mask.nii.gz (1 kept, 0 removed), one for each of its volumes; with
  --nifti, defaced.nii.gz as well. Of a NIfTI file, ID/NAME.nii.gz and ID/defaced_mask.nii.gz, where
  ID is the keyed id in the column source.

Exit codes:
  0 every row is ok or skipped by rule, 1 some row failed or was flagged, 2 the run was not possible,
  130 and 143 stopped by a signal, 141 the reader of the manifest went away.

A run that was stopped can be repeated with the same key: what is there already is not written again.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_without_a_report_is_refused() {
        let lang = |args: &[&str]| {
            let all = ["dcm-deface", "--output", "out", "--lang", "ko"].iter().chain(args);
            Args::try_parse_from(all).map(|args| args.report.lang).ok()
        };
        assert_eq!(lang(&[]), None);
        assert_eq!(lang(&["--report", "faces"]), Some(Lang::Ko));
    }
}
