//! From the command line to a run: everything is checked before anything is written.

use std::io::{Write, stdout};

use data_encoding::HEXLOWER;
use dicom_common::code::RunError;
use dicom_common::deid::pseudonym::Pseudonyms;
use dicom_common::pipeline::cli::{InputArgs, Progress, Rows, Stop, Tally};
use dicom_common::pipeline::discover::{Input, walk};
use dicom_common::pipeline::manifest::{Header, Manifest, Row, Writer};
use rayon::{ThreadPool, ThreadPoolBuilder};
use recognition::Detector;
use sha2::{Digest, Sha256};

use crate::args::{Args, SeriesArgs};
use crate::checked::Limits;
use crate::job::Job;
use crate::networks::Networks;
use crate::originals::Originals;
use crate::output::Sinks;
use crate::rows::{COLUMNS, FIRST, known_entry, new_entry};
use crate::run::{KnownRows, Run};
use crate::survey::{Catalogue, Entry};

/// Carries out a command line.
///
/// # Errors
/// When the run is not possible, or does not come to its end.
pub fn run(args: &Args) -> Result<Tally, RunError> {
    check(args, stdout().lock())
}

/// The same, with rows to a stream of choice where no manifest file is named.
///
/// # Errors
/// When the run is not possible, or does not come to its end.
pub fn check(args: &Args, stream: impl Write) -> Result<Tally, RunError> {
    let stop = Stop::watch()?;
    for folder in [args.input.defaced(), args.input.raw()] {
        folder.check_apart("--manifest", args.run.manifest.as_deref())?;
        folder.check_apart("--report", args.report.report.as_deref())?;
        folder.check_apart("--page", args.report.page.as_deref())?;
    }
    let (key, _) = args.key.key()?;
    let pseudonyms = Pseudonyms::new(&key);
    let rows = args.input.defaced().open()?;
    let header = match &rows {
        Rows::Files(_) => Header::of(&FIRST).with(&COLUMNS),
        Rows::Manifest(manifest) => manifest.header().clone().with(&COLUMNS),
    };
    let networks = Networks::open(&args.networks, args.run.jobs)?;
    let detector = Detector::new().map_err(RunError::usage)?;
    let sinks = Sinks::create(&args.report, args.criteria.criteria, Limits::USUAL)?;
    let manifest = match &args.run.manifest {
        Some(path) => Writer::to_file(path).map_err(|e| RunError::output("--manifest", &e))?,
        None => Writer::to_stream(stream),
    };
    let threads = args.run.jobs.unwrap_or(0);
    let pool = ThreadPoolBuilder::new().num_threads(threads).build().map_err(RunError::usage)?;
    let (catalogue, known) = catalogue(rows, &header, args, &pseudonyms, (&pool, &stop))?;
    let config = fingerprint(args);
    let job = Job {
        criteria: args.criteria.criteria,
        limits: Limits::USUAL,
        detector,
        networks,
        progress: Progress::start(u64::try_from(catalogue.entries.len()).ok(), args.run.quiet),
        pictures: sinks.wanted(),
        pseudonyms,
    };
    let run = Run { job, pool, config, header, manifest, sinks };
    let tally = run.work(&catalogue, known, &stop)?;
    summarize(&tally);
    Ok(tally)
}

impl SeriesArgs {
    /// The files to be checked.
    fn defaced(&self) -> InputArgs {
        InputArgs {
            input: self.defaced.clone(),
            subjects: self.subjects.clone(),
            ..InputArgs::default()
        }
    }

    /// The files before defacing.
    fn raw(&self) -> InputArgs {
        InputArgs { input: self.raw.clone(), ..InputArgs::default() }
    }
}

/// All inputs, and the rows of those that have one.
fn catalogue(
    rows: Rows,
    header: &Header,
    args: &Args,
    pseudonyms: &Pseudonyms,
    (pool, stop): (&ThreadPool, &Stop),
) -> Result<(Catalogue, Option<KnownRows>), RunError> {
    let originals = match args.input.raw.is_empty() {
        true => None,
        false => {
            // Opening checks that they are there.
            drop(args.input.raw().open()?);
            let raw: Vec<Input> = walk(args.input.raw.clone(), Vec::new()).collect();
            Some(pool.install(|| Originals::read(raw, pseudonyms)))
        }
    };
    let originals = originals.as_ref().map(|originals| (originals, pseudonyms));
    match rows {
        Rows::Files(files) => {
            let entries: Vec<Entry> =
                files.map(|input| Ok(new_entry(input?, pseudonyms))).collect::<Result<_, _>>()?;
            let catalogue = pool.install(|| Catalogue::read(entries, originals, stop))?;
            Ok((catalogue, None))
        }
        Rows::Manifest(manifest) => {
            let entries: Vec<Entry> = rows_of(&manifest)?
                .map(|row| Ok(known_entry(&row?, header)))
                .collect::<Result<_, RunError>>()?;
            let catalogue = pool.install(|| Catalogue::read(entries, originals, stop))?;
            Ok((catalogue, Some(Box::new(rows_of(&manifest)?))))
        }
    }
}

fn rows_of(
    manifest: &Manifest,
) -> Result<impl Iterator<Item = Result<Row, RunError>> + use<>, RunError> {
    let rows = manifest.rows().map_err(RunError::usage)?;
    Ok(rows.map(|row| row.map_err(RunError::usage)))
}

/// 12 hexadecimal digits for version and settings.
fn fingerprint(args: &Args) -> String {
    let networks = &args.networks;
    let settings = (networks.step, networks.no_mirroring, networks.bf16, networks.gpu);
    let whole = format!(
        "dcm-facecheck {} {:?} {:?} {:?}",
        env!("CARGO_PKG_VERSION"),
        args.criteria,
        networks.model.is_some().then_some(settings),
        Limits::USUAL
    );
    let mut text = HEXLOWER.encode(&Sha256::digest(whole));
    text.truncate(12);
    text
}

fn summarize(tally: &Tally) {
    let Tally { ok, skipped, flagged, failed, .. } = tally;
    let total = tally.total();
    tracing::info!(
        "{total} files: {ok} passed, {skipped} skipped, {flagged} flagged, {failed} failed"
    );
    if total == 0 {
        tracing::warn!("there were no files to read");
    }
    if flagged + failed > 0 {
        tracing::warn!("{} of {total} files did not pass; the manifest says why", flagged + failed);
    }
}
