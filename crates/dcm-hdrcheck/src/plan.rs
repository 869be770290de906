//! From the command line to a run: everything is checked before anything is written.

use std::io::Write;

use dicom_common::code::RunError;
use dicom_common::deid::pseudonym::Pseudonyms;
use dicom_common::pipeline::cli::{Rows, Stoppable, Tally, check_extension};
use dicom_common::pipeline::session::{Session, file_entries};

use crate::args::{Args, Criteria};
use crate::checker::Checker;
use crate::fingerprint::settings;
use crate::output::Sinks;
use crate::rows::TOOL;
use crate::run::{FileName, Run};

/// Checks what the flags name.
///
/// # Errors
/// When the run is not possible, or not to its end.
pub fn run(args: &Args) -> Result<Tally, RunError> {
    check(args, Stoppable::stdout())
}

/// The same, with rows to a stream of choice where no manifest file is named.
///
/// # Errors
/// When the run is not possible, or not to its end.
pub fn check(args: &Args, stream: impl Write) -> Result<Tally, RunError> {
    let results = [
        ("--manifest", &args.run.manifest),
        ("--report", &args.report.report),
        ("--findings", &args.report.findings),
        ("--summary", &args.report.summary),
    ];
    check_extension("--report", args.report.report.as_deref(), "xlsx")?;
    for (flag, file) in results {
        args.input.check_apart(flag, file.as_deref())?;
    }
    let choice = args.criteria.choice()?;
    let (key, _) = args.key.key()?;
    // The manifest first: in a pipeline its end says that the link file is complete.
    let rows = args.input.open()?;
    if args.report.show_values {
        rows.check_apart("--report", args.report.report.as_deref())?;
        rows.check_apart("--findings", args.report.findings.as_deref())?;
    }
    let checker = Checker::new(args, choice)?;
    let settings = settings(args, choice)?;
    let sinks = Sinks::create(args, choice, TOOL.fingerprint(&settings))?;
    let mut session = Session::open(&TOOL, &args.run, &rows, stream, &settings)?;
    let mut run = Run::new(checker, session.header.clone(), sinks, file_name(args, &rows));
    let entries = file_entries(rows, &TOOL, &Pseudonyms::new(&key))?;
    session.file_by_file(&mut run, entries)?;
    run.finish()?;
    session.finish()
}

/// What reports may call a file. Names of input files may tell who the patient is: they are shown
/// only on request.
fn file_name(args: &Args, rows: &Rows) -> FileName {
    match (rows, args.report.show_values, args.criteria.criteria) {
        (Rows::Manifest(_), ..) => FileName::Path,
        (Rows::Files(_), true, _) => FileName::Own,
        // Its tables have no other column that tells one file from another.
        (Rows::Files(_), false, Criteria::Reference) => FileName::Source,
        (Rows::Files(_), false, Criteria::Strict) => FileName::Hidden,
    }
}
