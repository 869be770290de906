//! The workbook: a summary of all files, then a sheet for each file while there are few, or one
//! long sheet of what was not accepted.

use std::io::{self, BufWriter};
use std::path::Path;

use dicom_common::code::RunError;
use dicom_common::deid::policy::Choice;
use workbook::{SheetId, Workbook};

use crate::args::{Criteria, Lang};
use crate::verdict::FileVerdict;

use super::labels::Labels;
use super::look::{Look, Written, failed};
use dicom_common::files::pending::Pending;

/// With more files than this there is one sheet of findings instead of a sheet for each file.
pub const MOST_FILE_SHEETS: usize = 100;

/// A report in the making.
pub struct Report {
    book: Workbook,
    pending: Pending,
    look: Look,
    summary: SheetId,
    details: Details,
}

enum Details {
    /// Few files so far: each will have its sheet.
    Files(Vec<FileVerdict>),
    /// Many files: findings go to one sheet as they come.
    Findings(SheetId),
}

impl Report {
    /// Starts a report.
    ///
    /// # Errors
    /// When the folder is missing or cannot be written.
    pub fn create(
        path: &Path,
        (criteria, choice): (Criteria, Choice),
        lang: Lang,
        values: bool,
    ) -> Result<Self, RunError> {
        let pending = Pending::create(path).map_err(|e| RunError::output("the report", &e))?;
        let look = Look { labels: Labels::of(lang), lang, criteria, choice, values };
        let mut book = Workbook::new();
        let columns = look.summary_columns();
        let widths: Vec<f64> = columns.iter().map(|(_, width)| *width).collect();
        let summary = book.sheet(look.labels.summary_sheet, &widths).map_err(failed)?;
        let titles: Vec<&str> = columns.iter().map(|(title, _)| *title).collect();
        book.header(summary, &titles).map_err(failed)?;
        Ok(Self { book, pending, look, summary, details: Details::Files(Vec::new()) })
    }

    /// Adds a file.
    ///
    /// # Errors
    /// When rows cannot be written.
    pub fn add(&mut self, file: FileVerdict) -> Written {
        self.look.summary_row(&mut self.book, self.summary, &file)?;
        match &mut self.details {
            Details::Files(files) if files.len() < MOST_FILE_SHEETS => files.push(file),
            Details::Files(files) => {
                let files = std::mem::take(files);
                let sheet = self.look.findings_sheet(&mut self.book)?;
                for file in files.iter().chain([&file]) {
                    self.look.findings(&mut self.book, sheet, file)?;
                }
                self.details = Details::Findings(sheet);
            }
            Details::Findings(sheet) => self.look.findings(&mut self.book, *sheet, &file)?,
        }
        Ok(())
    }

    /// Completes the workbook and gives it its name.
    ///
    /// # Errors
    /// When not everything could be written.
    pub fn finish(mut self) -> Written {
        if let Details::Files(files) = &self.details {
            for file in files {
                self.look.file_sheet(&mut self.book, file)?;
            }
        }
        let written = || -> io::Result<BufWriter<_>> { Ok(BufWriter::new(self.pending.handle()?)) };
        let mut target = written().map_err(|e| RunError::output("the report", &e))?;
        self.book.save(&mut target).map_err(failed)?;
        target.into_inner().map_err(|e| RunError::output("the report", e.error()))?;
        let shows_names = self.look.values || self.look.criteria == Criteria::Reference;
        self.pending.publish(shows_names).map_err(|e| RunError::output("the report", &e))
    }
}
