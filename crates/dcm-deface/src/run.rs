//! A run: each study is looked at as a whole, its files are written, and each gets its row.

use dicom_common::code::{Code, Outcome, RunError};
use dicom_common::pipeline::cli::{Stop, Tally};
use dicom_common::pipeline::manifest::{Header, Row};
use dicom_common::pipeline::session::{Ending, EntryId, StudyByStudy, Treated};

use crate::entry::{Details, Entry, Inputs};
use crate::job::Job;
use crate::nifti;
use crate::report::Report;
use crate::rows;
use crate::settled::Settled;
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
    /// Where pictures go: `--report`; none without it.
    report: Option<Report>,
}

impl Run {
    /// With these settings, into this report.
    pub fn new(job: Job, survey: Survey, report: Option<Report>) -> Self {
        Self { job, survey, index: Index::default(), report }
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

impl StudyByStudy for Run {
    type Details = Details;
    type Found = Found;
    type Unit = Unit;
    type Word = Settled;

    fn look(&self, entry: &mut Entry) -> Outcome<Found> {
        self.survey.look(entry)
    }

    fn admit(&mut self, id: EntryId, found: Found, inputs: &Inputs) -> Outcome<()> {
        self.index.admit(id, found, inputs)
    }

    fn units(&mut self) -> Vec<Unit> {
        self.index.take_units()
    }

    fn treat(
        &mut self,
        unit: &Unit,
        inputs: &Inputs,
        stop: &Stop,
    ) -> Result<Treated<Settled>, RunError> {
        let study = match unit {
            Unit::Nifti(id) => return Ok(vec![(*id, nifti::treat(&self.job, inputs.get(*id)))]),
            Unit::Study(study) => study::treat(&self.job, inputs, study, stop)?,
        };
        for card in study.cards {
            self.report.as_mut().map_or(Ok(()), |report| report.add(card))?;
        }
        Ok(study.files)
    }

    fn not_treated(&self, code: Code) -> Settled {
        Settled::by(code)
    }

    fn settle(&mut self, row: &mut Row, settled: Settled, header: &Header) -> Ending {
        rows::settle(row, header, settled)
    }
}
