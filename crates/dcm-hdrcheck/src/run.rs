//! A run: each file is judged, reported and given its row.

use std::os::unix::ffi::OsStrExt;

use dicom_common::code::{Outcome, RunError};
use dicom_common::pipeline::manifest::{Column, Header};
use dicom_common::pipeline::session::{Ending, FileByFile, FileEntry};

use crate::checker::Checker;
use crate::originals::{Consistency, Observed};
use crate::output::Sinks;
use crate::reason::Reason;
use crate::verdict::{FileVerdict, Verdict};

/// What a report may call a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileName {
    /// The path in its row, which is of pseudonyms.
    Path,
    /// Its own name, which may tell who the patient is.
    Own,
    /// The keyed id of its path.
    Source,
    /// Nothing.
    Hidden,
}

/// What a run judges by, and where its reports go.
pub struct Run {
    checker: Checker,
    /// The columns of the manifest.
    header: Header,
    /// The reports.
    sinks: Sinks,
    file_name: FileName,
    /// Which pseudonyms the originals have so far, in all files.
    consistency: Consistency,
}

impl Run {
    /// Of these criteria, into these reports.
    pub fn new(checker: Checker, header: Header, sinks: Sinks, file_name: FileName) -> Self {
        Self { checker, header, sinks, file_name, consistency: Consistency::default() }
    }

    /// Completes the reports.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn finish(self) -> Result<(), RunError> {
        self.sinks.finish()
    }

    fn name(&self, entry: &FileEntry, header: &Header) -> String {
        let own = || entry.path.as_deref().and_then(|path| path.file_name());
        match self.file_name {
            FileName::Path => entry.row.get(header, Column::Path).to_owned(),
            FileName::Own => own()
                .map(|name| String::from_utf8_lossy(name.as_bytes()).into_owned())
                .unwrap_or_default(),
            FileName::Source => entry.row.get(header, Column::Source).to_owned(),
            FileName::Hidden => String::new(),
        }
    }
}

impl FileByFile for Run {
    type Memory = ();
    type Work = (Verdict, Observed);

    fn work(&self, entry: &FileEntry, at: usize, (): &mut ()) -> Outcome<Self::Work> {
        self.checker.check(entry, at, &self.header)
    }

    fn settle(
        &mut self,
        entry: &mut FileEntry,
        work: Outcome<Self::Work>,
        header: &Header,
    ) -> Result<Ending, RunError> {
        let verdict = work.map(|(verdict, observed)| {
            let differ = self.consistency.admit(observed);
            with_consistency(verdict, differ)
        });
        let name = self.name(entry, header);
        let row = &mut entry.row;
        let findings = verdict.as_ref().map(|verdict| verdict.failed.to_string());
        row.set(header, Column::HdrcheckFindings, findings.unwrap_or_default());
        let source = row.get(header, Column::Source).to_owned();
        let file = FileVerdict { source, name, verdict };
        let ending = Ending::from(file.code());
        self.sinks.add(file)?;
        Ok(ending)
    }
}

/// The verdict with what only all files together show: that many UIDs became two different ones.
fn with_consistency(mut verdict: Verdict, differ: usize) -> Verdict {
    for _ in 0..differ {
        verdict.state("uid", Reason::Inconsistent);
    }
    verdict
}
