//! A run: each study is looked at as a whole, its files are written, and each gets its row.

use std::collections::HashSet;

use dicom_common::code::{Code, Outcome, RunError};
use dicom_common::pipeline::cli::{Stop, Tally};
use dicom_common::pipeline::decisions::Verdict;
use dicom_common::pipeline::manifest::{Header, Row};
use dicom_common::pipeline::session::{Ending, EntryId, StudyByStudy, Treated};

use crate::entry::{Details, Entry, Inputs};
use crate::failures::Failures;
use crate::job::Job;
use crate::nifti;
use crate::person::is_matter;
use crate::report::{Report, unexamined};
use crate::rows;
use crate::settled::{Settled, Word};
use crate::study;
use crate::survey::{Found, Index, Survey, Unit};

/// What a run does, and where its results go besides the manifest.
pub struct Run {
    /// The settings.
    job: Job,
    /// Reads the inputs.
    survey: Survey,
    /// Which studies the inputs belong to.
    index: Index,
    /// Files that could not be treated.
    failures: Failures,
    /// Where pictures go: `--report`; none without it.
    report: Option<Report>,
}

impl Run {
    /// With these settings, into this report.
    pub fn new(job: Job, survey: Survey, report: Option<Report>) -> Self {
        Self { job, survey, index: Index::default(), failures: Failures::default(), report }
    }

    /// Everything on the disk.
    ///
    /// # Errors
    /// When the output folder or the report cannot be completed.
    pub fn finish(self, tally: &Tally) -> Result<(), RunError> {
        if let Some(output) = &self.job.output {
            output.sync().map_err(|e| RunError::output("the output folder", &e))?;
        }
        self.report.map_or(Ok(()), |report| report.finish(tally))
    }
}

impl Run {
    /// What is said of an input, by what became of it and what a person decided.
    fn word(&self, entry: &Entry, settled: Settled) -> Word {
        let series = entry.details.series.as_str();
        let series_failed = self.failures.of_series(series).to_owned();
        let decisions = &self.job.decisions;
        let (settled, decision) = match (decisions.treatment(series), settled) {
            (Some(decision), settled) => match decision.verdict {
                Verdict::LeaveOut => (Settled::Lost(Code::Decided), Some(decision)),
                _ => (settled, Some(decision)),
            },
            (None, Settled::Lost(code)) if is_matter(code) && entry.path.is_some() => {
                match decisions.pass(series, code) {
                    Some(decision) => (Settled::Passed, Some(decision)),
                    None => (Settled::Lost(code), None),
                }
            }
            (None, settled) => (settled, None),
        };
        Word { settled, decision: decision.cloned(), series_failed }
    }

    /// Each decision is about a series of the inputs, as it was or as this tool names it.
    fn check_decisions(&self, inputs: &Inputs) -> Result<(), RunError> {
        let Job { decisions, pseudonyms, .. } = &self.job;
        if decisions.all().is_empty() {
            return Ok(());
        }
        let before: HashSet<String> =
            inputs.iter().map(|(_, entry)| entry.details.series).collect();
        let after: HashSet<String> = before.iter().map(|uid| pseudonyms.defaced_uid(uid)).collect();
        decisions.check(|series| before.contains(series) || after.contains(series))
    }
}

impl StudyByStudy for Run {
    type Details = Details;
    type Found = Found;
    type Unit = Unit;
    type Word = Word;

    fn look(&self, entry: &mut Entry) -> Outcome<Found> {
        self.survey.look(entry)
    }

    fn admit(&mut self, id: EntryId, found: Found, inputs: &Inputs) -> Outcome<()> {
        self.index.admit(id, found, inputs)
    }

    fn units(&mut self, inputs: &Inputs) -> Result<Vec<Unit>, RunError> {
        self.failures = Failures::of(inputs);
        self.check_decisions(inputs)?;
        if let Some(report) = &mut self.report {
            for card in unexamined(inputs, &self.job.decisions, report.lang) {
                report.add(card)?;
            }
        }
        Ok(self.index.take_units())
    }

    fn treat(
        &mut self,
        unit: &Unit,
        inputs: &Inputs,
        stop: &Stop,
    ) -> Result<Treated<Word>, RunError> {
        let treated = match unit {
            Unit::Nifti(id) => nifti::treat(&self.job, *id, inputs.get(*id).as_ref()),
            Unit::Study(study) => study::treat(&self.job, inputs, study, stop)?,
        };
        for card in treated.cards {
            self.report.as_mut().map_or(Ok(()), |report| report.add(card))?;
        }
        let files = treated.files.into_iter();
        let files: Vec<_> =
            files.filter_map(|(id, settled)| Some((id, inputs.get(id)?, settled))).collect();
        for (_, entry, settled) in &files {
            if let Settled::Lost(code) = settled {
                self.failures.note(entry, *code);
            }
        }
        Ok(files.into_iter().map(|(id, entry, settled)| (id, self.word(&entry, settled))).collect())
    }

    fn not_treated(&self, entry: &Entry, code: Code) -> Word {
        self.word(entry, Settled::by(code))
    }

    fn settle(&mut self, row: &mut Row, word: Word, header: &Header) -> Ending {
        rows::settle(row, header, word)
    }
}
