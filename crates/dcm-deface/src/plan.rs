//! From the command line to a run: everything is checked before anything is written.

use std::fs;
use std::io::{Write, stdout};

use data_encoding::HEXLOWER;
use dicom_common::code::RunError;
use dicom_common::deid::pseudonym::Pseudonyms;
use dicom_common::files::publish::Output;
use dicom_common::pipeline::cli::{InputArgs, Progress, Rows, Stop, Tally};
use dicom_common::pipeline::manifest::{Header, Manifest, Row, Writer};
use rayon::{ThreadPool, ThreadPoolBuilder};
use sha2::{Digest, Sha256};

use crate::args::Args;
use crate::job::Job;
use crate::method::Method;
use crate::report::Report;
use crate::rows::{COLUMNS, FIRST, known_entry, new_entry};
use crate::run::{KnownRows, Run};
use crate::survey::{Catalogue, Survey};

/// Carries out a command line.
///
/// # Errors
/// When the run is not possible, or does not come to its end.
pub fn run(args: &Args, method: &Method) -> Result<Tally, RunError> {
    deface(args, method, || args.input.open(), stdout().lock())
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
    let stop = Stop::watch()?;
    args.output.check(&args.input.input)?;
    args.input.check_apart("--manifest", args.run.manifest.as_deref())?;
    args.input.check_apart("--report", args.report.as_deref())?;
    check_report(args)?;
    let (key, given) = args.key.key()?;
    let pseudonyms = Pseudonyms::new(&key);
    let rows = rows()?;
    if !given {
        tracing::warn!(
            "no --key-file: the pseudonyms of this run will not link to those of other runs"
        );
    }
    let header = match &rows {
        Rows::Files(_) => Header::of(&FIRST).with(&COLUMNS),
        Rows::Manifest(manifest) => manifest.header().clone().with(&COLUMNS),
    };
    let manifest = match &args.run.manifest {
        Some(path) => Writer::to_file(path).map_err(|e| RunError::output("--manifest", &e))?,
        None => Writer::to_stream(stream),
    };
    let output = match args.dry_run {
        true => None,
        false => {
            Some(Output::open(&args.output.output).map_err(|e| RunError::output("--output", &e))?)
        }
    };
    let report = args.report.as_deref().map(Report::open).transpose()?;
    let threads = args.run.jobs.unwrap_or(0);
    let pool = ThreadPoolBuilder::new().num_threads(threads).build().map_err(RunError::usage)?;
    let (catalogue, known) = catalogue(rows, &header, args, &pseudonyms, (&pool, &stop))?;
    let config = fingerprint(args, method, &pseudonyms);
    let job = Job {
        method: method.clone(),
        on_doubt: args.face.on_doubt,
        compress: args.face.compress,
        nifti: args.face.nifti,
        pictures: report.is_some(),
        pseudonyms,
        output,
        folder: args.output.output.clone(),
        force: args.output.force,
        checksum: args.output.checksum,
    };
    let progress = Progress::start(u64::try_from(catalogue.entries.len()).ok(), args.run.quiet);
    let run = Run { job, pool, config, header, manifest, report };
    let tally = run.work(catalogue, known, &stop, &progress)?;
    drop(progress);
    summarize(&tally);
    Ok(tally)
}

/// Pictures of faces must not be shared with what was defaced.
fn check_report(args: &Args) -> Result<(), RunError> {
    let output = InputArgs { input: vec![args.output.output.clone()], ..InputArgs::default() };
    output
        .check_apart("--report", args.report.as_deref())
        .map_err(|_| RunError::usage("--report must not lie inside --output: it shows faces"))
}

/// All inputs, and the rows of those that have one.
fn catalogue(
    rows: Rows,
    header: &Header,
    args: &Args,
    pseudonyms: &Pseudonyms,
    (pool, stop): (&ThreadPool, &Stop),
) -> Result<(Catalogue, Option<KnownRows>), RunError> {
    let folder = &args.output.output;
    let output = fs::canonicalize(folder).unwrap_or_else(|_| folder.clone());
    let survey = Survey { pseudonyms, output: &output };
    match rows {
        Rows::Files(files) => {
            let entries: Vec<_> =
                files.map(|input| Ok(new_entry(input?, pseudonyms))).collect::<Result<_, _>>()?;
            let read = || survey.read(entries, stop);
            Ok((pool.install(read)?, None))
        }
        Rows::Manifest(manifest) => {
            let entries: Vec<_> = rows_of(&manifest)?
                .map(|row| Ok(known_entry(&row?, header)))
                .collect::<Result<_, RunError>>()?;
            let read = || survey.read(entries, stop);
            Ok((pool.install(read)?, Some(Box::new(rows_of(&manifest)?))))
        }
    }
}

fn rows_of(
    manifest: &Manifest,
) -> Result<impl Iterator<Item = Result<Row, RunError>> + use<>, RunError> {
    let rows = manifest.rows().map_err(RunError::usage)?;
    Ok(rows.map(|row| row.map_err(RunError::usage)))
}

/// 12 hexadecimal digits for version, settings and key together.
fn fingerprint(args: &Args, method: &Method, pseudonyms: &Pseudonyms) -> String {
    let whole = format!(
        "dcm-deface {} {} {} {:?} {:?}",
        env!("CARGO_PKG_VERSION"),
        pseudonyms.fingerprint(),
        method.name(),
        args.face.on_doubt,
        args.face.compress
    );
    let mut text = HEXLOWER.encode(&Sha256::digest(whole));
    text.truncate(12);
    text
}

fn summarize(tally: &Tally) {
    let Tally { ok, skipped, flagged, failed, unchanged } = tally;
    let total = tally.total();
    tracing::info!(
        "{total} files: {ok} defaced ({unchanged} of them unchanged), {skipped} skipped, \
         {flagged} flagged, {failed} failed"
    );
    if total == 0 {
        tracing::warn!("there were no files to read");
    }
    if flagged + failed > 0 {
        tracing::warn!(
            "{} of {total} files were not written; the manifest says why",
            flagged + failed
        );
    }
}
