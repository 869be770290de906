//! From the command line to a run: everything is checked before anything is written.

use std::fs;
use std::io::stdout;
use std::path::PathBuf;

use data_encoding::HEXLOWER;
use dicom_common::code::RunError;
use dicom_common::deid::pseudonym::Pseudonyms;
use dicom_common::files::publish::Output;
use dicom_common::pipeline::cli::{Progress, Rows, Stop, Tally};
use dicom_common::pipeline::discover::Input;
use dicom_common::pipeline::manifest::{Column, Header, Manifest, Row, SCHEMA, Writer};
use dicom_common::pipeline::seal::Seal;
use rayon::ThreadPoolBuilder;
use sha2::{Digest, Sha256};

use crate::args::Args;
use crate::headers::FileOrder;
use crate::job::Job;
use crate::link::LinkFile;
use crate::run::{COLUMNS, Run, Task};
use crate::setup::{Setup, setup};

/// Carries out a command line.
///
/// # Errors
/// When the run is not possible, or does not come to its end.
pub fn run(args: &Args) -> Result<Tally, RunError> {
    let stop = Stop::watch()?;
    args.output.check(&args.input.input)?;
    args.input.check_apart("--manifest", args.run.manifest.as_deref())?;
    args.input.check_apart("--link", args.link.as_deref())?;
    let (key, given) = args.key.key()?;
    let lock = args.lock.lock()?;
    let pseudonyms = Pseudonyms::new(&key);
    let Setup { anonymizer, settings, order } = setup(args, &pseudonyms)?;
    let rows = args.input.open()?;
    if !given && args.compat.compat.is_none() {
        tracing::warn!(
            "no --key-file: the pseudonyms of this run will not link to those of other runs"
        );
    }
    let header = match &rows {
        Rows::Files(_) => Header::of(&COLUMNS),
        Rows::Manifest(manifest) => manifest.header().clone().with(&COLUMNS),
    };
    let manifest = match &args.run.manifest {
        Some(path) => Writer::to_file(path).map_err(|e| RunError::output("--manifest", &e))?,
        None => Writer::to_stream(stdout().lock()),
    };
    let link = match &args.link {
        Some(path) => Some(
            LinkFile::create(path, args.output.force, lock.as_ref())
                .map_err(|e| RunError::output("--link", &e))?,
        ),
        None => None,
    };
    let output = match args.dry_run {
        true => None,
        false => {
            Some(Output::open(&args.output.output).map_err(|e| RunError::output("--output", &e))?)
        }
    };
    let job = Job {
        method: anonymizer,
        real_output: fs::canonicalize(&args.output.output)
            .unwrap_or_else(|_| args.output.output.clone()),
        output,
        folder: args.output.output.clone(),
        force: args.output.force,
        checksum: args.output.checksum,
    };
    let threads = if order == FileOrder::Counts { 1 } else { args.run.jobs.unwrap_or(0) };
    let pool = ThreadPoolBuilder::new().num_threads(threads).build().map_err(RunError::usage)?;
    let run = Run {
        job,
        pool,
        config: fingerprint(&settings, &pseudonyms),
        header: header.clone(),
        manifest,
        link,
    };
    let total = match &rows {
        Rows::Files(_) => None,
        Rows::Manifest(manifest) => Some(manifest.len()),
    };
    let progress = Progress::start(total, args.run.quiet);
    let tally = match rows {
        Rows::Files(files) => {
            let tasks = files.map(|input| Ok(new_task(input?, &header, &pseudonyms)));
            run.work(tasks, &stop, &progress)
        }
        Rows::Manifest(manifest) => {
            let tasks = known_tasks(&manifest, &header)?;
            run.work(tasks, &stop, &progress)
        }
    }?;
    drop(progress);
    summarize(&tally);
    Ok(tally)
}

/// 12 hexadecimal digits for version, settings and key together.
fn fingerprint(settings: &str, pseudonyms: &Pseudonyms) -> String {
    let whole =
        format!("dcm-scrub {} {} {settings}", env!("CARGO_PKG_VERSION"), pseudonyms.fingerprint());
    let mut text = HEXLOWER.encode(&Sha256::digest(whole));
    text.truncate(12);
    text
}

fn new_task(input: Input, header: &Header, pseudonyms: &Pseudonyms) -> Task {
    let mut row = Row::empty(header);
    row.set(header, Column::Schema, SCHEMA);
    row.set(header, Column::Source, pseudonyms.source(&input.relative));
    Task { path: Some(input.path), seal: Seal::default(), row }
}

fn known_tasks(
    manifest: &Manifest,
    header: &Header,
) -> Result<impl Iterator<Item = Result<Task, RunError>>, RunError> {
    let rows = manifest.rows().map_err(RunError::usage)?;
    let header = header.clone();
    Ok(rows.map(move |row| {
        let row = row.map_err(RunError::usage)?;
        let delivered = row.delivered(&header, Column::Scrub);
        let path = delivered.then(|| PathBuf::from(row.get(&header, Column::Path)));
        let seal = Seal::of(&row, &header);
        Ok(Task { path, seal, row })
    }))
}

fn summarize(tally: &Tally) {
    let Tally { ok, skipped, failed, unchanged, .. } = tally;
    tracing::info!(
        "{} files: {ok} written ({unchanged} of them unchanged), {skipped} skipped, {failed} failed",
        tally.total()
    );
    if tally.total() == 0 {
        tracing::warn!("there were no files to read");
    }
    if *failed > 0 {
        tracing::warn!(
            "{failed} of {} files were not written; the manifest says why",
            tally.total()
        );
    }
}
