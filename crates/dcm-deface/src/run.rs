//! A run: inputs in, files and rows out, in the inputs' order whatever the number of threads.

use std::collections::HashSet;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use dicom_common::code::{Code, Fault, RunError};
use dicom_common::pipeline::cli::{Progress, Stop, Tally};
use dicom_common::pipeline::manifest::{Column, Header, Row, Status, Writer};
use rayon::ThreadPool;

use crate::job::{Job, Settled};
use crate::nifti;
use crate::report::Report;
use crate::rows;
use crate::study::{self, Treated};
use crate::survey::{Catalogue, Entry, Unit};

/// A run's settings and where its results go.
pub struct Run<'a> {
    /// What is done with each file.
    pub job: Job,
    /// Its threads.
    pub pool: ThreadPool,
    /// Fingerprint of the settings.
    pub config: String,
    /// The manifest's columns.
    pub header: Header,
    /// Rows go here.
    pub manifest: Writer<'a>,
    /// Pictures go here.
    pub report: Option<Report>,
}

/// Rows of an earlier tool, in the order of the inputs.
pub type KnownRows = Box<dyn Iterator<Item = Result<Row, RunError>>>;

impl Run<'_> {
    /// Works through all studies. Each row is written as soon as all rows before it are.
    ///
    /// # Errors
    /// When rows cannot be written, or a signal arrives; what was begun is finished first.
    pub fn work(
        mut self,
        catalogue: Catalogue,
        mut known: Option<KnownRows>,
        stop: &Stop,
        progress: &Progress,
    ) -> Result<Tally, RunError> {
        let Catalogue { entries, units } = catalogue;
        let mut settled: Vec<_> = entries.iter().map(by_header).collect();
        let (mut tally, mut next) = (Tally::default(), 0);
        self.manifest.header(&self.header).map_err(manifest_error)?;
        // Once more at the end: the last rows need not belong to a unit.
        for unit in units.iter().map(Some).chain([None]) {
            if let Some(unit) = unit {
                let treated = self.treat(&entries, unit, stop)?;
                for card in treated.cards {
                    self.report.as_mut().map_or(Ok(()), |report| report.add(card))?;
                }
                for (at, what) in treated.files {
                    if let Some(place) = settled.get_mut(at) {
                        *place = Some(what);
                    }
                }
            }
            while let Some((entry, what)) =
                entries.get(next).zip(settled.get_mut(next).and_then(Option::take))
            {
                let row = match &mut known {
                    Some(rows) => rows.next().unwrap_or(Err(lost_rows()))?,
                    None => rows::new_row(entry, &self.header),
                };
                let status = self.settle(row, what, &mut tally)?;
                tally.count(status);
                progress.advance(1);
                next += 1;
            }
            self.manifest.flush().map_err(manifest_error)?;
            stop.check()?;
        }
        if let Some(output) = &self.job.output {
            output.sync().map_err(|e| RunError::output("the output folder", &e))?;
        }
        if let Some(report) = self.report {
            report.finish(&tally)?;
        }
        self.manifest.finish().map_err(manifest_error)?;
        Ok(tally)
    }

    /// What becomes of each file of a unit: none is left without an answer.
    fn treat(&self, entries: &[Entry], unit: &Unit, stop: &Stop) -> Result<Treated, RunError> {
        let job = &self.job;
        let treat = || match unit {
            Unit::Study(study) => study::treat(job, entries, study, stop),
            Unit::Nifti(at) => Ok(Treated::of(*at, nifti::treat(job, entries.get(*at)))),
        };
        // A fault of the tool costs the unit, not the run.
        let treated = catch_unwind(AssertUnwindSafe(|| self.pool.install(treat)));
        let mut treated = treated.unwrap_or_else(|_| Ok(Treated::default()))?;
        let known: HashSet<usize> = treated.files.iter().map(|(at, _)| *at).collect();
        let missing = unit.entries().iter().filter(|at| !known.contains(at));
        treated.files.extend(missing.map(|at| (*at, Settled::Lost(Code::Internal))));
        Ok(treated)
    }

    fn settle(
        &mut self,
        mut row: Row,
        what: Settled,
        tally: &mut Tally,
    ) -> Result<Status, RunError> {
        let code = match &what {
            Settled::Kept(code) | Settled::Lost(code) => Some(*code),
            Settled::Defaced(defaced) => {
                tally.unchanged +=
                    u64::from(defaced.written.as_ref().is_some_and(|w| w.put.unchanged));
                None
            }
        };
        let status = rows::settle(&mut row, &self.header, what, &self.config);
        if let Some(code) = code {
            report(row.get(&self.header, Column::Source), code);
        }
        self.manifest.row(&row).map_err(manifest_error)?;
        Ok(status)
    }
}

/// What is known of an input without looking at its pixels.
fn by_header(entry: &Entry) -> Option<Settled> {
    entry.state.err().map(|Fault(code)| Settled::by(code))
}

fn lost_rows() -> RunError {
    RunError::usage("the manifest cannot be read again")
}

fn manifest_error(error: io::Error) -> RunError {
    RunError::output("the manifest", &error)
}

/// A file's own fault; what is said of a whole series is not repeated for each of its files.
fn report(source: &str, code: Code) {
    match Status::of(code) {
        Status::Fail => {
            tracing::warn!(source, code = %code, "{} {}", code.meaning(), code.remedy());
        }
        _ => tracing::debug!(source, code = %code, "{}", code.meaning()),
    }
}
