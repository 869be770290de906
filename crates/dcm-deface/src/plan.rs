//! From the command line to a run: everything is checked before anything is written.

use std::fs;
use std::io::Write;

use dicom_common::code::RunError;
use dicom_common::deid::pseudonym::Pseudonyms;
use dicom_common::files::publish::{KeyUsed, Otherwise, Output};
use dicom_common::pipeline::cli::{InputArgs, Rows, Stoppable, Tally};
use dicom_common::pipeline::decisions::Decisions;
use dicom_common::pipeline::session::{Session, study_entries};

use crate::args::{Args, FaceArgs};
use crate::job::Job;
use crate::method::Method;
use crate::report::Report;
use crate::rows::{DECIDING, TOOL, known_entry, new_entry};
use crate::run::Run;
use crate::survey::Survey;

/// Carries out a command line.
///
/// # Errors
/// When the run is not possible, or does not come to its end.
pub fn run(args: &Args, method: &Method) -> Result<Tally, RunError> {
    deface(args, method, || args.input.open(), Stoppable::stdout())
}

/// The same, with rows from a source of choice, and to a stream of choice where no manifest file is
/// named.
///
/// # Errors
/// When the run is not possible, or does not come to its end.
pub fn deface(
    args: &Args,
    method: &Method,
    rows: impl FnOnce() -> Result<Rows, RunError>,
    stream: impl Write,
) -> Result<Tally, RunError> {
    args.output.check(&args.input.roots())?;
    args.input.check_apart("--manifest", args.run.manifest.as_deref())?;
    args.input.check_apart("--report", args.report.report.as_deref())?;
    check_report(args)?;
    args.output.check_outside("--key-file", args.key.key_file.as_deref())?;
    let decisions = args.face.decisions.as_deref().map(Decisions::read).transpose()?;
    let tool = if decisions.is_some() { &DECIDING } else { &TOOL };
    let (key, given) = args.key.key()?;
    let pseudonyms = Pseudonyms::new(&key);
    let key = match given {
        true => KeyUsed::Given(pseudonyms.fingerprint()),
        false => KeyUsed::Forgotten,
    };
    let otherwise = Otherwise::with_force(args.output.force);
    let how = settings(args, method);
    let words = in_words(args, method);
    let configuration = tool.configuration(key, &words, &words);
    if !args.dry_run {
        // Before the inputs: in a pipe, these may come from a run of hours.
        configuration.check(&args.output.output, otherwise)?;
    }
    let rows = rows()?;
    rows.check_apart("--report", args.report.report.as_deref())?;
    if !given {
        tracing::warn!(
            "no --key-file: the pseudonyms of this run will not link to those of other runs"
        );
    }
    let settings = format!(" {} {how}", pseudonyms.fingerprint());
    let mut session = Session::open(tool, &args.run, &rows, stream, settings.as_bytes())?;
    let output = match args.dry_run {
        true => None,
        false => Some(Output::open_as(&args.output.output, &configuration, otherwise)?),
    };
    let report = args.report.report.as_deref();
    let report = report.map(|folder| Report::open(folder, args.report.lang)).transpose()?;
    let header = session.header.clone();
    let (entries, earlier) = study_entries(
        rows,
        |input| new_entry(input, &pseudonyms),
        |row| known_entry(row, &header),
    )?;
    let mut job = job(args, method, &pseudonyms, output);
    job.decisions = decisions.unwrap_or_default();
    let mut run = Run::new(job, survey(args, pseudonyms.clone()), report);
    session.study_by_study(&mut run, entries, earlier)?;
    run.finish(session.tally())?;
    session.finish()
}

/// What all files share.
fn job(args: &Args, method: &Method, pseudonyms: &Pseudonyms, output: Option<Output>) -> Job {
    Job {
        method: method.clone(),
        on_doubt: args.face.on_doubt,
        decisions: Decisions::default(),
        compress: args.face.compress,
        nifti: args.face.nifti,
        names: args.face.names,
        sidecars: args.face.sidecars,
        report: args.report.report.is_some().then_some(args.report.lang),
        pseudonyms: pseudonyms.clone(),
        output,
        folder: args.output.output.clone(),
        force: args.output.force,
        checksum: args.output.checksum,
    }
}

fn survey(args: &Args, pseudonyms: Pseudonyms) -> Survey {
    let folder = &args.output.output;
    Survey { pseudonyms, output: fs::canonicalize(folder).unwrap_or_else(|_| folder.clone()) }
}

/// Pictures of faces must not be shared with what was defaced.
fn check_report(args: &Args) -> Result<(), RunError> {
    let output = InputArgs { input: vec![args.output.output.clone()], ..InputArgs::default() };
    output
        .check_apart("--report", args.report.report.as_deref())
        .map_err(|_| RunError::usage("--report must not lie inside --output: it shows faces"))
}

/// The settings that the results depend on besides the key, for the fingerprint in column `deface_config`. Each flag
/// is named here, so that a new one does not compile until it is decided whether results depend on it.
fn settings(args: &Args, method: &Method) -> String {
    let Args { input: _, output: _, face, report: _, key: _, dry_run: _, run: _ } = args;
    // The method's name holds the digests of a template and its mask; a NIfTI copy, a name or a sidecar changes
    // no voxel. Rows tell themselves what was decided about them.
    let FaceArgs {
        method: _,
        template: _,
        mask: _,
        on_doubt,
        decisions: _,
        compress,
        nifti: _,
        names: _,
        sidecars: _,
    } = face;
    format!("{} {on_doubt:?} {compress:?}", method.name())
}

/// What all files of an output folder have in common, in words. Not what is done where cues disagree: that
/// takes up in a later run what an earlier one has flagged.
fn in_words(args: &Args, method: &Method) -> String {
    let compress = args.face.compress.map_or("no".to_owned(), |codec| format!("{codec:?}"));
    format!("method {}, {} compression", method.name(), compress.to_lowercase())
}
