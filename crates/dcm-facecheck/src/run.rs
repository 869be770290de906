//! A run: each study is judged as a whole, its series are reported, and each file gets its row.

use std::collections::HashMap;

use dicom_common::code::{Code, Outcome, RunError};
use dicom_common::pipeline::cli::{Stop, Tally};
use dicom_common::pipeline::manifest::{Header, Row, Status};
use dicom_common::pipeline::session::{Ending, EntryId, StudyByStudy, Treated};

use crate::checked::FileVerdict;
use crate::decided::{self, Handed};
use crate::entry::{Details, Entry, Inputs};
use crate::job::Job;
use crate::output::Sinks;
use crate::rows;
use crate::study;
use crate::survey::{Index, Study, Survey};

/// What a run judges by, and where its reports go.
pub struct Run {
    job: Job,
    survey: Survey,
    index: Index,
    /// How many files of an original series were not delivered, by its UID; known when all inputs
    /// were looked at.
    lost: Option<HashMap<String, usize>>,
    sinks: Sinks,
}

impl Run {
    /// With these settings, into these reports.
    pub fn new(job: Job, survey: Survey, sinks: Sinks) -> Self {
        Self { job, survey, index: Index::default(), lost: None, sinks }
    }

    /// Completes the reports.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn finish(self, tally: &Tally) -> Result<(), RunError> {
        self.sinks.finish(tally)
    }
}

impl StudyByStudy for Run {
    type Details = Details;
    /// Study Instance UID.
    type Found = String;
    type Unit = Study;
    type Word = FileVerdict;

    fn look(&self, entry: &mut Entry) -> Outcome<String> {
        self.survey.look(entry)
    }

    fn admit(&mut self, id: EntryId, study: String, _: &Inputs) -> Outcome<()> {
        self.index.admit(id, study);
        Ok(())
    }

    fn units(&mut self, inputs: &Inputs) -> Result<Vec<Study>, RunError> {
        decided::check(&self.job.decisions, inputs)?;
        Ok(self.index.take_studies())
    }

    fn treat(
        &mut self,
        study: &Study,
        inputs: &Inputs,
        stop: &Stop,
    ) -> Result<Treated<FileVerdict>, RunError> {
        let lost = self.lost.get_or_insert_with(|| self.survey.lost(inputs));
        let said = study::check(&self.job, inputs, study.as_ref(), lost, stop)?;
        for series in said.series {
            report(&series.codes, series.files);
            self.sinks.add(series)?;
        }
        Ok(said.files)
    }

    fn not_treated(&self, entry: &Entry, code: Code) -> FileVerdict {
        let (names, handed) = ([entry.details.series.as_str(), ""], Handed::of(&entry.details));
        match decided::pass(&self.job.decisions, names, handed, code) {
            Some(decision) => {
                FileVerdict { decided: Some(decision.line), ..FileVerdict::default() }
            }
            None => FileVerdict::not_passed(code),
        }
    }

    fn settle(&mut self, row: &mut Row, word: FileVerdict, header: &Header) -> Ending {
        let all = self.job.decisions.all();
        let decision = word.decided.and_then(|line| all.iter().find(|one| one.line == line));
        rows::settle(row, header, word, decision.map(|one| &**one))
    }
}

/// What is said of a series as a whole.
fn report(codes: &[Code], files: usize) {
    for code in codes.iter().filter(|code| Status::of(**code) == Status::Flag) {
        tracing::warn!(files, code = %code, "a series: {} {}", code.meaning(), code.remedy());
    }
}
