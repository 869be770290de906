//! From the command line to a run: everything is checked before anything is written, and nothing gets
//! its name before everything is decided.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{IsTerminal, Read, Write, stdin};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dicom_common::code::RunError;
use dicom_common::deid::pseudonym::is_pseudonymous;
use dicom_common::deid::pseudonym::{Key as PseudonymKey, Pseudonyms};
use dicom_common::files::folder::Folder;
use dicom_common::files::pending::{Pending, Readers};
use dicom_common::files::publish::Output;
use dicom_common::pipeline::cli::{OutputArgs, Rows as Inputs, RunArgs, Stop, Stoppable, Tally};
use dicom_common::pipeline::manifest::{Column, Manifest};
use dicom_common::pipeline::session::{Session, file_entries};
use sha2::{Digest, Sha256};

use crate::args::{Args, FolderArgs, RuleArgs, StatementArgs};
use crate::chain::{self, Kind};
use crate::decisions::{Decisions, is_text};
use crate::draft::{Given, Known, draft};
use crate::evidence::{self, Rows};
use crate::folder::{Foreign, Layout, SUMS};
use crate::hashing::{Content, Hashing};
use crate::names::NameSet;
use crate::place;
use crate::required::required;
use crate::risk;
use crate::rows::TOOL;
use crate::run::{Extent, Released, Run};
use crate::run_record;
use crate::sign::Key;
use crate::staging::{Headers, stage_all};
use crate::statement::About;
use crate::survey::{Survey, survey, temporary};

/// A run that came to its end.
#[derive(Debug, Clone, Copy)]
pub struct Done {
    /// How its rows ended.
    pub tally: Tally,
    /// How much was released.
    pub extent: Extent,
}

/// Carries out a command line.
///
/// # Errors
/// When the run is not possible, or refuses, or does not come to its end.
pub fn release(args: &Args) -> Result<Done, RunError> {
    let folders = [&args.output.output, &args.output.evidence];
    let made: Vec<&PathBuf> = folders.into_iter().filter(|folder| !folder.exists()).collect();
    let result = run(args);
    if result.is_err() {
        // Of a run that refused, not even an empty folder is left.
        for folder in made {
            let _ = fs::remove_dir(folder);
        }
    }
    result
}

fn run(args: &Args) -> Result<Done, RunError> {
    let FolderArgs { output: share, evidence, transfer } = &args.output;
    let about = about(&args.statement)?;
    apart_from(share, "--output", &[])?;
    apart_from(evidence, "--evidence", &[])?;
    apart_from(evidence, "--evidence and --output", std::slice::from_ref(share))?;
    let key = args.statement.sign_key.as_deref().map(Key::read).transpose()?;
    let mut decisions = match &args.rules.decisions {
        Some(path) => Decisions::read(path)?,
        None => Decisions::default(),
    };
    let (manifest, taken) = take_in(args)?;
    let required = required(manifest.header(), &args.rules.without)?;
    // Reports are complete when the manifest of the tool that writes them is.
    let sources = evidence::sources(&args.statement.evidence_file)?;
    let mut survey = survey(&manifest, &required, &mut decisions, &Stop::watch()?)?;
    let decisions = decisions.used()?;
    let fingerprints = survey.configurations.keys().map(|(_, print)| print.as_str());
    let records = run_record::read(&args.statement.run_record, fingerprints)?;
    check_roots(&survey, &manifest, share, evidence)?;
    if !args.rules.partial {
        survey.hold_series()?;
    }
    let targets = survey.targets()?;
    if targets.repeated() > 0 {
        return Err(RunError::Usage(format!(
            "the manifest names {} files of one name more than once: it seems to be of two runs",
            targets.repeated()
        )));
    }
    check_share(share, &survey, &targets, None)?;

    let cannot = |e: std::io::Error| RunError::output("--output", &e);
    let cannot_state = |e: std::io::Error| RunError::output("the folder of the evidence", &e);
    let place = Arc::new(Folder::made_named(evidence).map_err(cannot_state)?);
    let output = Output::open(share).map_err(cannot)?;
    let (to, pending) = rows_to(&args.run)?;
    let mut rows = Rows::new(to, &place).map_err(cannot_state)?;
    let inputs = Inputs::Manifest(manifest);
    let run_args = RunArgs { manifest: None, ..args.run.clone() };
    let settings = settings(args)?;
    let mut session = Session::open(&TOOL, &run_args, &inputs, &mut rows, settings.as_bytes())?;
    let Inputs::Manifest(manifest) = &inputs else {
        return Err(RunError::usage("there is no manifest"));
    };
    let headers = stage_all(&mut survey, manifest, &output, *transfer, &session)?;
    if !args.rules.partial {
        survey.hold_series()?;
    }
    let targets = survey.targets()?;
    check_share(share, &survey, &targets, None)?;
    let risk = risk::count(&survey.records, &headers.list, args.rules.k)?;
    risk.check()?;

    let mut run = Run::new(&survey, session.header.clone(), &output)?;
    let random = PseudonymKey::random().map_err(RunError::usage)?;
    let entries = file_entries(inputs, &TOOL, &Pseudonyms::new(&random))?;
    session.file_by_file(&mut run, entries)?;
    let released = run.finish()?;
    drop(output);
    check_share(share, &survey, &targets, Some(&released))?;
    let tally = session.finish()?;

    let mut chain = Vec::new();
    chain::add(&mut chain, Kind::Share, SUMS, content_of(&share.join(SUMS))?);
    chain::add(&mut chain, Kind::ManifestIn, "manifest of the stage before", taken);
    let written = rows.finish().map_err(cannot_state)?;
    chain::add(&mut chain, Kind::Evidence, evidence::MANIFEST, written);
    evidence::collect(&place, &sources, &mut chain)?;
    let known = Known {
        survey: &survey,
        released: &released,
        headers: per_header(&survey, &headers)?,
        required: &required,
        partial: args.rules.partial,
        configuration: TOOL.fingerprint(settings.as_bytes()),
    };
    let signer = key.as_ref().map(Key::signer);
    let given = Given { about, decisions, records, signer };
    let statement = draft(&known, given, risk, chain);
    let held = statement.counts.held_back;
    let extent = released.extent(&survey.reasons);
    evidence::state(&place, statement, key.as_ref(), args.statement.lang)?;
    if let Some(pending) = pending {
        pending.publish(Readers::Everyone).map_err(|e| RunError::output("--manifest", &e))?;
    }
    if held > 0 {
        let (all, page) = (tally.total(), evidence::PAGE);
        tracing::warn!("{held} of {all} files are held back; {page} says why");
    }
    Ok(Done { tally, extent })
}

/// What the user named.
fn about(args: &StatementArgs) -> Result<About, RunError> {
    let StatementArgs { by, organisation, purpose, date, .. } = args;
    for (flag, text) in
        [("--by", by), ("--organisation", organisation), ("--purpose", purpose), ("--date", date)]
    {
        if text.as_ref().is_some_and(|text| text.trim().is_empty() || !is_text(text)) {
            return Err(RunError::Usage(format!("{flag} must be a line of up to 500 characters")));
        }
    }
    let is_day = |date: &str| {
        let form = |(at, b): (usize, u8)| {
            if [4, 7].contains(&at) { b == b'-' } else { b.is_ascii_digit() }
        };
        date.len() == 10 && date.bytes().enumerate().all(form)
    };
    if date.as_deref().is_some_and(|date| !is_day(date)) {
        return Err(RunError::usage("--date must be YYYY-MM-DD"));
    }
    let (by, organisation, purpose) = (by.clone(), organisation.clone(), purpose.clone());
    Ok(About { by, organisation, purpose, date: date.clone() })
}

/// Checks that a folder and others are apart, also through symbolic links, and that its name can stand
/// in a manifest.
fn apart_from(folder: &Path, flags: &str, others: &[PathBuf]) -> Result<(), RunError> {
    let output = OutputArgs { output: folder.to_owned(), ..OutputArgs::default() };
    output.check(&[]).map_err(|_| {
        RunError::Usage(format!(
            "{flags} must be plain text that begins with none of = + - @; write ./ before it"
        ))
    })?;
    output.check(others).map_err(|_| {
        RunError::Usage(format!("{flags} must be apart: neither may contain the other"))
    })
}

/// The working folders of the pipeline are neither the one to share nor around it. What this tool has
/// released already may be released again.
fn check_roots(
    survey: &Survey,
    manifest: &Manifest,
    share: &Path,
    evidence: &Path,
) -> Result<(), RunError> {
    let again = manifest.header().names().iter().any(|name| name == Column::Release.name());
    let is_own = |root: &Path| again && root == share;
    let roots: BTreeSet<PathBuf> =
        survey.roots.iter().filter(|root| !is_own(root)).cloned().collect();
    let roots: Vec<PathBuf> = roots.into_iter().collect();
    apart_from(share, "--output and the folders of the manifest's files", &roots)?;
    apart_from(evidence, "--evidence and the folders of the manifest's files", &roots)
}

/// Takes the manifest in, to its end.
fn take_in(args: &Args) -> Result<(Manifest, Content), RunError> {
    let source: Box<dyn Read> = match args.input.as_ref().or(args.rows.as_ref()) {
        Some(path) => Box::new(
            File::open(path)
                .map_err(|e| RunError::Usage(format!("--input cannot be read: {}", e.kind())))?,
        ),
        None if stdin().is_terminal() => {
            return Err(RunError::usage("no input: name a manifest, or give it on standard input"));
        }
        None => Box::new(stdin().lock()),
    };
    let mut source = Hashing::new(source);
    let manifest = Manifest::read(&mut source).map_err(RunError::usage)?;
    Ok((manifest, source.content()))
}

/// Where rows go besides the evidence; a file gets its name when everything else has.
fn rows_to(args: &RunArgs) -> Result<(Box<dyn Write>, Option<Pending>), RunError> {
    let cannot = |e: std::io::Error| RunError::output("--manifest", &e);
    match &args.manifest {
        None => Ok((Box::new(Stoppable::stdout()), None)),
        Some(path) if fs::metadata(path).is_ok_and(|m| !m.is_file()) => {
            let to = File::options().write(true).open(path).map_err(cannot)?;
            Ok((Box::new(Stoppable::new(to)), None))
        }
        Some(path) => {
            let pending = Pending::create(path).map_err(cannot)?;
            Ok((Box::new(pending.handle().map_err(cannot)?), Some(pending)))
        }
    }
}

/// Nothing may be in the folder to share but what belongs there; at the end, all of that must be.
fn check_share(
    share: &Path,
    survey: &Survey,
    targets: &NameSet,
    released: Option<&Released>,
) -> Result<(), RunError> {
    let folders = released.map(Released::folders);
    let layout = Layout { names: &survey.names, files: targets, folders: folders.as_ref() };
    let mut foreign = layout.foreign(share);
    let Some(first) = foreign.next() else {
        let is_whole = released.is_none_or(|_| layout.count(share) == targets.len());
        return is_whole.then_some(()).ok_or_else(|| {
            RunError::usage("--output lost files while this ran; run again to go on")
        });
    };
    let more = foreign.count();
    let shown = |name: &Path, what: &str| match is_pseudonymous(name.as_os_str().as_bytes()) {
        true => format!("{what} {}", name.display()),
        // Its name may tell who the patient is.
        false => format!("{what} of another name"),
    };
    let first = match &first {
        Foreign::File(name) => shown(name, "the file"),
        Foreign::Folder(name) => shown(name, "the folder"),
        Foreign::Special(name) => shown(name, "the link or device"),
        Foreign::Unreadable => "something that cannot be looked at".to_owned(),
    };
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    Err(RunError::Usage(format!(
        "--output holds {first}{more}, which this run does not release; choose an empty folder, or remove \
         it"
    )))
}

fn content_of(path: &Path) -> Result<Content, RunError> {
    let cannot = |e: std::io::Error| RunError::output("--output", &e);
    let (bytes, sha256) = place::hash(&place::open(path).map_err(cannot)?).map_err(cannot)?;
    Ok(Content { bytes, sha256 })
}

/// How many released files have each header.
fn per_header<'a>(
    survey: &Survey,
    headers: &'a Headers,
) -> Result<Vec<(&'a crate::header::Says, u64)>, RunError> {
    let mut counts = vec![0; headers.list.len()];
    survey
        .records
        .for_each(|record| {
            if let Some(count) = counts.get_mut(record.header as usize)
                && record.is_released()
            {
                *count += 1;
            }
        })
        .map_err(|e| temporary(&e))?;
    Ok(headers.list.iter().zip(counts).collect())
}

/// The settings that the rows depend on, for the fingerprint in column `release_config`. Each flag is named
/// here, so that a new one does not compile until it is decided whether rows depend on it.
fn settings(args: &Args) -> Result<String, RunError> {
    let Args { input: _, rows: _, output, rules, statement: _, run: _ } = args;
    let FolderArgs { output: _, evidence: _, transfer: _ } = output;
    let RuleArgs { partial, without, k, decisions } = rules;
    let mut without = without.clone();
    without.sort();
    without.dedup();
    let decisions = decisions
        .as_ref()
        .map(fs::read)
        .transpose()
        .map_err(|e| RunError::Usage(format!("--decisions cannot be read: {}", e.kind())))?;
    let decisions = decisions.map(Sha256::digest);
    Ok(format!(" {partial} {without:?} {k:?} {decisions:?}"))
}
