//! From the command line to a run: everything is checked before anything is written.

use std::fs;

use dicom_common::code::RunError;
use dicom_common::deid::pseudonym::Pseudonyms;
use dicom_common::files::publish::{Configuration, KeyUsed, Otherwise, Output};
use dicom_common::pipeline::cli::{OutputArgs, RunArgs, Stoppable, Tally};
use dicom_common::pipeline::session::{Session, file_entries};

use crate::args::Args;
use crate::headers::FileOrder;
use crate::job::Job;
use crate::link::LinkFile;
use crate::rows::TOOL;
use crate::run::Run;
use crate::setup::{Setup, setup};
use crate::treat::Anonymizer;

/// Carries out a command line.
///
/// # Errors
/// When the run is not possible, or does not come to its end.
pub fn run(args: &Args) -> Result<Tally, RunError> {
    args.output.check(&args.input.roots())?;
    args.input.check_apart("--manifest", args.run.manifest.as_deref())?;
    args.input.check_apart("--link", args.link.as_deref())?;
    args.output.check_outside("--link", args.link.as_deref())?;
    args.output.check_outside("--key-file", args.key.key_file.as_deref())?;
    args.output.check_outside("--subjects-map", args.subjects_map.as_deref())?;
    let (key, given) = args.key.key()?;
    let lock = args.lock.lock()?;
    let pseudonyms = Pseudonyms::new(&key);
    let Setup { anonymizer, settings, about_pixels, about_subjects, words, order } =
        setup(args, &pseudonyms)?;
    let key = match (&args.compat.compat, given) {
        (Some(_), _) => KeyUsed::NotNeeded,
        (None, true) => KeyUsed::Given(pseudonyms.fingerprint()),
        (None, false) => KeyUsed::Forgotten,
    };
    let configuration = TOOL.configuration(key, &settings, &words);
    if !args.dry_run {
        // Before the inputs: in a pipe, these may come from a run of hours.
        configuration.check(&args.output.output, Otherwise::with_force(args.output.force))?;
    }
    let rows = args.input.open()?;
    if !given && args.compat.compat.is_none() {
        tracing::warn!(
            "no --key-file: the pseudonyms of this run will not link to those of other runs"
        );
    }
    let settings =
        format!(" {} {settings}{about_pixels}{about_subjects}", pseudonyms.fingerprint());
    let threads = RunArgs {
        jobs: if order == FileOrder::Counts { Some(1) } else { args.run.jobs },
        ..args.run.clone()
    };
    let mut session =
        Session::open(&TOOL, &threads, &rows, Stoppable::stdout(), settings.as_bytes())?;
    let link = match &args.link {
        Some(path) => Some(
            LinkFile::create(path, args.output.force, lock.as_ref())
                .map_err(|e| RunError::output("--link", &e))?,
        ),
        None => None,
    };
    let mut run = Run::new(job(args, anonymizer, &configuration)?, link);
    session.file_by_file(&mut run, file_entries(rows, &TOOL, &pseudonyms)?)?;
    run.finish()?;
    session.finish()
}

/// What all files share.
fn job(
    args: &Args,
    anonymizer: Anonymizer,
    configuration: &Configuration,
) -> Result<Job, RunError> {
    let OutputArgs { output: folder, force, checksum } = &args.output;
    let output = match args.dry_run {
        true => None,
        false => Some(Output::open_as(folder, configuration, Otherwise::with_force(*force))?),
    };
    Ok(Job {
        anonymizer,
        real_output: fs::canonicalize(folder).unwrap_or_else(|_| folder.clone()),
        output,
        folder: folder.clone(),
        force: *force,
        checksum: *checksum,
    })
}
