//! A run: rows in, verdicts and rows out, in the inputs' order whatever the number of threads.

use std::borrow::Cow;
use std::io::{Write, stdout};
use std::panic::{AssertUnwindSafe, catch_unwind};

use dicom_common::code::{Code, Fault, Outcome, RunError};
use dicom_common::dataset::ReadLimits;
use dicom_common::deid::policy::{Choice, Chosen};
use dicom_common::deid::pseudonym::Pseudonyms;
use dicom_common::pipeline::cli::{Progress, Stop, Tally};
use dicom_common::pipeline::manifest::{Column, Header, Status, Writer};
use rayon::prelude::*;

use crate::args::{Args, Criteria};
use crate::config;
use crate::job::{Job, Jobs};
use crate::originals::{Consistency, Observed, Originals};
use crate::output::{MOST_FILE_SHEETS, Sinks};
use crate::reason::Reason;
use crate::reference::Reference;
use crate::strict::Strict;
use crate::verdict::{Detail, Field, FileVerdict, Verdict};

/// Files in hand at a time; their rows are written together.
const CHUNK: usize = 256;

/// Checks what the flags name.
///
/// # Errors
/// When the run is not possible, or not to its end.
pub fn run(args: &Args) -> Result<Tally, RunError> {
    check(args, stdout().lock())
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
    for (flag, file) in results {
        args.input.check_apart(flag, file.as_deref())?;
    }
    let choice = args.criteria.choice()?;
    let (key, _) = args.key.key()?;
    let show_names = args.report.show_values || args.criteria.criteria == Criteria::Reference;
    // The manifest first: in a pipeline its end says that the link file is complete.
    let jobs = Jobs::of(args.input.open()?, Pseudonyms::new(&key), show_names)?;
    let checker = Checker::new(args, choice)?;
    let config = config::fingerprint(args, choice)?;
    let sinks = Sinks::create(args, choice)?;
    let manifest = match &args.run.manifest {
        Some(path) => Writer::to_file(path).map_err(|e| RunError::output("the manifest", &e))?,
        None => Writer::to_stream(stream),
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.run.jobs.unwrap_or(0));
    let pool = pool.build().map_err(|_| RunError::usage("threads cannot be started"))?;
    let run = Run { checker, config, header: jobs.header.clone(), sinks, manifest, pool };
    run.work(jobs, &Stop::watch()?, args)
}

/// What judges the files of a run.
struct Checker {
    criteria: Judge,
    originals: Option<Originals>,
    /// Accepted elements are reported too, for as many files as have a sheet.
    detailed_files: usize,
    values: bool,
}

enum Judge {
    Strict(Box<Strict>),
    Reference(Reference),
}

impl Checker {
    fn new(args: &Args, choice: Choice) -> Result<Self, RunError> {
        let policy = config::policy(args.criteria.policy.as_deref())?;
        let reference = match (args.criteria.criteria, choice) {
            (Criteria::Reference, Choice::Level(level)) => Some(Reference::new(level, &policy)?),
            _ => None,
        };
        let chosen = Chosen::new(policy, choice);
        let originals = Originals::open(&args.originals, &chosen)?;
        let built_in = args.criteria.policy.is_none();
        let criteria = match reference {
            Some(reference) => Judge::Reference(reference),
            None => Judge::Strict(Box::new(Strict::new(chosen, built_in))),
        };
        let detailed_files = args.report.report.as_ref().map_or(0, |_| MOST_FILE_SHEETS);
        Ok(Self { criteria, originals, detailed_files, values: args.report.show_values })
    }

    /// Judges one file; needs no order.
    fn check(&self, job: &Job, source: &str, at: usize) -> (Outcome<Verdict>, Observed) {
        let detail = Detail { accepted: at < self.detailed_files, values: self.values };
        match &self.criteria {
            Judge::Reference(reference) => {
                let parsed = job.read(&ReadLimits { lenient: true, ..ReadLimits::default() });
                (reference.check(parsed, self.values), Observed::default())
            }
            Judge::Strict(strict) => match job.read(&ReadLimits::default()) {
                Err(fault) => (Err(fault), Observed::default()),
                Ok(parsed) => {
                    let originals = self.originals.as_ref();
                    let dataset = &parsed.dataset;
                    let pair = originals.and_then(|originals| originals.pair(dataset));
                    let mut verdict = strict.check(&parsed, (originals, pair.as_ref()), detail);
                    let compare =
                        |o: &Originals| o.compare(source, dataset, pair.as_ref(), &mut verdict);
                    let observed = originals.map(compare).unwrap_or_default();
                    (Ok(verdict), observed)
                }
            },
        }
    }
}

/// Everything that a run holds.
struct Run<'a> {
    checker: Checker,
    config: String,
    header: Header,
    sinks: Sinks,
    manifest: Writer<'a>,
    pool: rayon::ThreadPool,
}

impl Run<'_> {
    fn work(mut self, mut jobs: Jobs, stop: &Stop, args: &Args) -> Result<Tally, RunError> {
        let progress = Progress::start(jobs.total, args.run.quiet);
        let (mut tally, mut all, mut done) = (Tally::default(), Consistency::default(), 0);
        let broken = |e| RunError::output("the manifest", &e);
        self.manifest.header(&self.header).map_err(broken)?;
        loop {
            let chunk: Vec<Job> = jobs.jobs.by_ref().take(CHUNK).collect::<Result<_, _>>()?;
            if chunk.is_empty() {
                break;
            }
            let source = |job: &Job| job.row.get(&self.header, Column::Source).to_owned();
            let judged: Vec<_> = self.pool.install(|| {
                chunk
                    .par_iter()
                    .enumerate()
                    .map(|(at, job)| {
                        let check =
                            AssertUnwindSafe(|| self.checker.check(job, &source(job), done + at));
                        // A fault of the tool costs its row, not the run.
                        let fault = || (Err(Fault(Code::Internal)), Observed::default());
                        catch_unwind(check).unwrap_or_else(|_| fault())
                    })
                    .collect()
            });
            let advanced = u64::try_from(chunk.len()).unwrap_or(0);
            done += chunk.len();
            for (job, (verdict, observed)) in chunk.into_iter().zip(judged) {
                let verdict = verdict.map(|verdict| with_consistency(verdict, all.admit(observed)));
                tally.count(self.settle(job, verdict)?);
            }
            self.manifest.flush().map_err(broken)?;
            progress.advance(advanced);
            stop.check()?;
        }
        self.sinks.finish()?;
        self.manifest.finish().map_err(broken)?;
        Ok(tally)
    }

    /// The part that has an order: reports and the row.
    fn settle(&mut self, job: Job, verdict: Outcome<Verdict>) -> Result<Status, RunError> {
        let Job { mut row, name, .. } = job;
        let header = &self.header;
        let (code, findings) = match &verdict {
            Ok(verdict) if verdict.passes() => (None, Some(verdict.failed)),
            Ok(verdict) => (Some(Code::Findings), Some(verdict.failed)),
            Err(Fault(code)) => (Some(*code), None),
        };
        let status = code.map_or(Status::Ok, Status::of);
        let source = row.get(header, Column::Source).to_owned();
        match (status, code) {
            (Status::Fail, Some(code)) => {
                tracing::warn!(source, code = %code, "{} {}", code.meaning(), code.remedy());
            }
            (_, Some(code)) => tracing::info!(source, code = %code, "{}", code.meaning()),
            _ => {}
        }
        row.judge(header, (Column::Hdrcheck, Column::HdrcheckCode), status, code);
        row.set(
            header,
            Column::HdrcheckFindings,
            findings.map(|n| n.to_string()).unwrap_or_default(),
        );
        row.set(header, Column::HdrcheckConfig, self.config.clone());
        self.sinks.add(FileVerdict { source, name, verdict })?;
        self.manifest.row(&row).map_err(|e| RunError::output("the manifest", &e))?;
        Ok(status)
    }
}

/// The verdict with what only all files together show.
fn with_consistency(mut verdict: Verdict, differ: usize) -> Verdict {
    for _ in 0..differ {
        verdict.count(Reason::Inconsistent, false);
        verdict.fields.push(Field {
            path: "uid".into(),
            keyword: Cow::Borrowed(""),
            vr: None,
            absolute: false,
            reason: Reason::Inconsistent,
            value: None,
        });
    }
    verdict
}
