//! From the command line to a run: everything is checked before anything is written.

use std::io::Write;

use dicom_common::code::RunError;
use dicom_common::deid::pseudonym::Pseudonyms;
use dicom_common::pipeline::cli::{InputArgs, Stoppable, Tally, check_extension};
use dicom_common::pipeline::decisions::Decisions;
use dicom_common::pipeline::discover::{Input, walk};
use dicom_common::pipeline::session::{Session, study_entries};
use recognition::{Detector, Recogniser};

use crate::args::{Args, CriteriaArgs, NetworkArgs, SeriesArgs};
use crate::checked::Limits;
use crate::job::{Compared, Job};
use crate::limits::{EYE_ASIDE, PART_COVERED, PART_LEFT, PART_SHOWN, STRANGER, TO_ITSELF};
use crate::networks::{self, Networks};
use crate::originals::Originals;
use crate::output::Sinks;
use crate::rows::{DECIDING, TOOL, known_entry, new_entry};
use crate::run::Run;
use crate::survey::Survey;

/// Carries out a command line.
///
/// # Errors
/// When the run is not possible, or does not come to its end.
pub fn run(args: &Args) -> Result<Tally, RunError> {
    check(args, Stoppable::stdout())
}

/// The same, with rows to a stream of choice where no manifest file is named.
///
/// # Errors
/// When the run is not possible, or does not come to its end.
pub fn check(args: &Args, stream: impl Write) -> Result<Tally, RunError> {
    if args.networks.describe {
        return networks::describe(&args.networks, stream);
    }
    check_extension("--report", args.report.report.as_deref(), "xlsx")?;
    check_extension("--page", args.report.page.as_deref(), "html")?;
    for folder in [args.input.defaced(), args.input.raw()] {
        folder.check_apart("--manifest", args.run.manifest.as_deref())?;
        folder.check_apart("--report", args.report.report.as_deref())?;
        folder.check_apart("--page", args.report.page.as_deref())?;
        folder.check_apart("--save-predictions", args.networks.save_predictions.as_deref())?;
    }
    let decisions = args.criteria.decisions.as_deref().map(Decisions::read).transpose()?;
    let tool = if decisions.is_some() { &DECIDING } else { &TOOL };
    let (key, _) = args.key.key()?;
    let pseudonyms = Pseudonyms::new(&key);
    let rows = args.input.defaced().open()?;
    rows.check_apart("--report", args.report.report.as_deref())?;
    rows.check_apart("--page", args.report.page.as_deref())?;
    rows.check_apart("--save-predictions", args.networks.save_predictions.as_deref())?;
    let networks = Networks::open(&args.networks, args.run.jobs)?;
    let detector = Detector::new().map_err(RunError::usage)?;
    let recogniser = Recogniser::find().map_err(RunError::usage)?;
    if recogniser.is_none() {
        tracing::info!(
            "the recogniser has no word: its weights are not there (tools/get-recogniser.sh)"
        );
    }
    let sinks = Sinks::create(&args.report, args.criteria.criteria, Limits::USUAL)?;
    let settings = settings(args, recogniser.is_some());
    let mut session = Session::open(tool, &args.run, &rows, stream, settings.as_bytes())?;
    let survey = Survey {
        originals: session.pool.install(|| originals(args, &pseudonyms))?,
        pseudonyms: pseudonyms.clone(),
    };
    let compared = args.input.compared();
    let header = session.header.clone();
    let (entries, earlier) = study_entries(
        rows,
        |input| {
            let mut entry = new_entry(input, &pseudonyms);
            entry.details.defaced = compared == Compared::WithOriginals;
            entry
        },
        |row| known_entry(row, &header),
    )?;
    let job = Job {
        criteria: args.criteria.criteria,
        attack: args.criteria.attack,
        originals: compared,
        limits: Limits::USUAL,
        decisions: decisions.unwrap_or_default(),
        detector,
        recogniser,
        networks,
        progress: session.progress.clone(),
        reported: sinks.wanted(),
        lang: args.report.lang,
        pseudonyms: pseudonyms.clone(),
    };
    let mut run = Run::new(job, survey, sinks);
    session.study_by_study(&mut run, entries, earlier)?;
    run.finish(session.tally())?;
    session.finish()
}

/// The files before defacing, if the flags name any.
fn originals(args: &Args, pseudonyms: &Pseudonyms) -> Result<Option<Originals>, RunError> {
    if args.input.raw.is_empty() {
        return Ok(None);
    }
    // Opening checks that they are there.
    drop(args.input.raw().open()?);
    let raw: Vec<Input> = walk(args.input.raw.clone(), Vec::new()).collect();
    Ok(Some(Originals::read(raw, pseudonyms)))
}

impl SeriesArgs {
    /// The files to be checked.
    fn defaced(&self) -> InputArgs {
        let input = match self.compared() {
            Compared::WithOriginals => [self.defaced.as_slice(), &self.paths].concat(),
            Compared::Alone => self.no_originals.clone(),
        };
        InputArgs { input, subjects: self.subjects.clone(), ..InputArgs::default() }
    }

    fn compared(&self) -> Compared {
        if self.no_originals.is_empty() { Compared::WithOriginals } else { Compared::Alone }
    }

    /// The files before defacing.
    fn raw(&self) -> InputArgs {
        InputArgs { input: self.raw.clone(), ..InputArgs::default() }
    }
}

/// The settings that the verdicts depend on, for the fingerprint in column `facecheck_config`. Each
/// flag is named here, so that a new one does not compile until it is decided whether verdicts depend
/// on it. So do the weights of the recogniser, which may be missing.
fn settings(args: &Args, recogniser: bool) -> String {
    let Args { input, criteria, networks, report: _, key: _, run: _ } = args;
    // Rows tell themselves what was decided about them.
    let CriteriaArgs { criteria, attack, decisions: _ } = criteria;
    let NetworkArgs { model, describe: _, step: _, no_mirroring, bf16, gpu, save_predictions: _ } =
        networks;
    let networks = model.is_some().then_some((networks.step(), no_mirroring, bf16, gpu));
    let coverage = PART_COVERED.value;
    let second_way = [EYE_ASIDE, PART_LEFT, PART_SHOWN].map(|limit| limit.value);
    let attack = if *attack { " attack" } else { "" };
    let likeness = recogniser.then(|| [TO_ITSELF, STRANGER].map(|limit| limit.value));
    format!(
        " {criteria:?} {networks:?} {:?} {coverage} {second_way:?} {likeness:?} {:?}{attack}",
        Limits::USUAL,
        input.compared()
    )
}
