//! `dcm-scrub policy`: prints what a choice does with each attribute, as a table that `--policy` reads.
#![allow(missing_docs, reason = "clap shows the documentation of flattened groups elsewhere")]

use std::io::{self, stdout};
use std::path::PathBuf;

use clap::Parser;
use dicom_common::code::RunError;
use dicom_common::deid::policy::Policy;
use dicom_common::pipeline::cli::{ChoiceArgs, Tally};
use dicom_common::pipeline::manifest::Status;

/// Print what is done with each attribute.
///
/// Writes a table (CSV) with the columns tag, keyword, name, vr and action to standard output. Edited, it
/// is what --policy takes.
#[derive(Debug, Parser)]
#[command(name = "policy", max_term_width = 100, after_long_help = AFTER)]
pub struct PolicyArgs {
    #[command(flatten)]
    pub choice: ChoiceArgs,
    /// A table of attributes (.xlsx or .csv) that replaces the built-in fields of the level.
    #[arg(long, value_name = "FILE", conflicts_with = "profile")]
    pub policy: Option<PathBuf>,
}

const AFTER: &str = "\
Examples:
  dcm-scrub policy --level low > policy.csv
  dcm-scrub policy --profile basic --option clean-descriptors --keep PatientAge | grep PatientAge

Actions:
  keep       stays as it is, without what the file tells of the patient elsewhere
  clean      stays without what identifies in it
  uid, hash  becomes a new UID, a keyed pseudonym
  shift      moves by the patient's number of days
  round5     is rounded to intervals of five units
  empty, dummy, delete   loses its value, gets one that says nothing, goes
  X, Z, D, U and X/Z/D …  the codes of DICOM PS3.15 table E.1-1: removed, emptied, a dummy or a new UID, as the type
             of the attribute in the object demands";

/// Prints the table.
///
/// # Errors
/// Flags that contradict one another, a table that cannot be read, a reader that went away.
pub fn policy(args: &PolicyArgs) -> Result<Tally, RunError> {
    let choice = args.choice.choice()?;
    let choice = choice.ok_or_else(|| RunError::usage("give --level or --profile"))?;
    let policy = match &args.policy {
        None => Policy::built_in(),
        Some(path) => Policy::with_site_table(path).map_err(RunError::usage)?,
    };
    let policy = args.choice.amendments().amend(policy).map_err(RunError::usage)?;
    let mut table = csv::Writer::from_writer(stdout().lock());
    let mut write = || -> io::Result<()> {
        table.write_record(["tag", "keyword", "name", "vr", "action"])?;
        for rule in policy.of_attributes() {
            let action = rule.treatment(choice).word();
            table.write_record([&rule.tag, &rule.keyword, &rule.name, &rule.vr, &action])?;
        }
        table.flush()
    };
    match write() {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            return Err(RunError::BrokenPipe);
        }
        Err(error) => return Err(RunError::output("standard output", &error)),
    }
    let mut tally = Tally::default();
    tally.count(Status::Ok);
    Ok(tally)
}
