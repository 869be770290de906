//! A run: inputs in, verdicts and rows out, in the inputs' order whatever the number of threads.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use dicom_common::code::{Code, Fault, RunError};
use dicom_common::pipeline::cli::{Stop, Tally};
use dicom_common::pipeline::manifest::{Column, Header, Row, Status, Writer};
use rayon::ThreadPool;

use crate::checked::Word;
use crate::job::Job;
use crate::output::Sinks;
use crate::rows;
use crate::study::{self, Said};
use crate::survey::{Catalogue, Entry};

/// A run's settings and where its results go.
pub struct Run<'a> {
    /// What is done with each series.
    pub job: Job,
    /// Its threads.
    pub pool: ThreadPool,
    /// Fingerprint of the settings.
    pub config: String,
    /// The manifest's columns.
    pub header: Header,
    /// Rows go here.
    pub manifest: Writer<'a>,
    /// Reports go here.
    pub sinks: Sinks,
}

/// Rows of an earlier tool, in the order of the inputs.
pub type KnownRows = Box<dyn Iterator<Item = Result<Row, RunError>>>;

impl Run<'_> {
    /// Works through all studies. Each row is written as soon as all rows before it are.
    ///
    /// # Errors
    /// When results cannot be written, or a signal arrives.
    pub fn work(
        mut self,
        catalogue: &Catalogue,
        mut known: Option<KnownRows>,
        stop: &Stop,
    ) -> Result<Tally, RunError> {
        let entries = &catalogue.entries;
        let by_header = |entry: &Entry| entry.state.err().map(|Fault(code)| Word::no(code));
        let mut words: Vec<Option<Word>> = entries.iter().map(by_header).collect();
        let (mut tally, mut next) = (Tally::default(), 0);
        self.manifest.header(&self.header).map_err(manifest_error)?;
        // Once more at the end: the last rows need not belong to a study.
        for study in catalogue.studies.iter().map(Some).chain([None]) {
            if let Some(study) = study {
                for (at, word) in self.check(catalogue, study, stop)? {
                    if let Some(place) = words.get_mut(at) {
                        *place = Some(word);
                    }
                }
            }
            while let Some((entry, word)) =
                entries.get(next).zip(words.get_mut(next).and_then(Option::take))
            {
                let row = match &mut known {
                    Some(rows) => rows.next().unwrap_or(Err(lost_rows()))?,
                    None => rows::new_row(entry, &self.header),
                };
                tally.count(self.settle(row, word)?);
                self.job.progress.advance(1);
                next += 1;
            }
            self.manifest.flush().map_err(manifest_error)?;
            stop.check()?;
        }
        self.sinks.finish(&tally)?;
        self.manifest.finish().map_err(manifest_error)?;
        Ok(tally)
    }

    /// What is said of each file of a study: none is left without a word.
    fn check(
        &mut self,
        catalogue: &Catalogue,
        study: &[usize],
        stop: &Stop,
    ) -> Result<Vec<(usize, Word)>, RunError> {
        let (job, entries) = (&self.job, &catalogue.entries);
        let check = || study::check(job, entries, study, &catalogue.lost, stop);
        // A fault of the tool costs the study, not the run.
        let said = catch_unwind(AssertUnwindSafe(|| self.pool.install(check)));
        let Said { mut files, series } = said.unwrap_or_else(|_| Ok(Said::default()))?;
        for checked in series {
            report(&checked.codes, checked.files);
            self.sinks.add(checked)?;
        }
        let missing: Vec<usize> = study
            .iter()
            .copied()
            .filter(|at| !files.iter().any(|(known, _)| known == at))
            .collect();
        files.extend(missing.into_iter().map(|at| (at, Word::no(Code::Internal))));
        Ok(files)
    }

    fn settle(&mut self, mut row: Row, word: Word) -> Result<Status, RunError> {
        let status = rows::settle(&mut row, &self.header, word, &self.config);
        if let (Status::Fail, Some(code)) = (status, word.code) {
            let source = row.get(&self.header, Column::Source);
            tracing::warn!(source, code = %code, "{} {}", code.meaning(), code.remedy());
        }
        self.manifest.row(&row).map_err(manifest_error)?;
        Ok(status)
    }
}

/// What is said of a series as a whole.
fn report(codes: &[Code], files: usize) {
    for code in codes.iter().filter(|code| Status::of(**code) == Status::Flag) {
        tracing::warn!(files, code = %code, "a series: {} {}", code.meaning(), code.remedy());
    }
}

fn lost_rows() -> RunError {
    RunError::usage("the manifest cannot be read again")
}

fn manifest_error(error: io::Error) -> RunError {
    RunError::output("the manifest", &error)
}
