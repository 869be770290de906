//! The workbook in the making.

use std::collections::BTreeMap;
use std::io::{self, BufWriter};
use std::path::Path;

use dicom_common::code::RunError;
use dicom_common::files::pending::{Pending, Readers};
use workbook::{SheetId, Workbook};

use crate::output::report::layout::{Layout, Written, failed};
use crate::verdict::FileVerdict;

/// With more files than this there is one sheet of findings instead of a sheet for each file.
pub const MOST_FILE_SHEETS: usize = 100;

/// A report in the making.
pub struct Report {
    book: Workbook,
    /// The file, which gets its name when it is whole.
    pending: Pending,
    layout: Layout,
    /// The sheet with a row for each file.
    summary: SheetId,
    further: FurtherSheets,
    /// How many values each line of `--allow` has allowed.
    allowed: BTreeMap<usize, u64>,
}

/// The sheets behind the summary.
enum FurtherSheets {
    /// Few files so far: each will have its sheet.
    OfFiles(Vec<FileVerdict>),
    /// Many files: findings go to one sheet as they come.
    OfFindings(SheetId),
}

impl Report {
    /// Starts a report.
    ///
    /// # Errors
    /// When the folder is missing or cannot be written.
    pub fn create(path: &Path, layout: Layout) -> Result<Self, RunError> {
        let pending = Pending::create(path).map_err(|e| RunError::output("the report", &e))?;
        let mut book = Workbook::new();
        let columns = layout.summary_columns();
        let widths: Vec<f64> = columns.iter().map(|(_, width)| *width).collect();
        let summary = book.sheet(layout.labels().summary_sheet, &widths).map_err(failed)?;
        let titles: Vec<&str> = columns.iter().map(|(title, _)| *title).collect();
        book.header(summary, &titles).map_err(failed)?;
        Ok(Self {
            book,
            pending,
            layout,
            summary,
            further: FurtherSheets::OfFiles(Vec::new()),
            allowed: BTreeMap::new(),
        })
    }

    /// Adds a file.
    ///
    /// # Errors
    /// When rows cannot be written.
    pub fn add(&mut self, file: FileVerdict) -> Written {
        self.layout.summary_row(&mut self.book, self.summary, &file)?;
        let fields = file.verdict.iter().flat_map(|verdict| &verdict.fields);
        for line in fields.filter_map(|field| field.allowed) {
            *self.allowed.entry(line).or_default() += 1;
        }
        match &mut self.further {
            FurtherSheets::OfFiles(files) if files.len() < MOST_FILE_SHEETS => files.push(file),
            FurtherSheets::OfFiles(files) => {
                let files = std::mem::take(files);
                let sheet = self.layout.findings_sheet(&mut self.book)?;
                for file in files.iter().chain([&file]) {
                    self.layout.findings(&mut self.book, sheet, file)?;
                }
                self.further = FurtherSheets::OfFindings(sheet);
            }
            FurtherSheets::OfFindings(sheet) => {
                self.layout.findings(&mut self.book, *sheet, &file)?
            }
        }
        Ok(())
    }

    /// Completes the workbook and gives it its name.
    ///
    /// # Errors
    /// When not everything could be written.
    pub fn finish(mut self) -> Written {
        if let FurtherSheets::OfFiles(files) = &self.further {
            for file in files {
                self.layout.file_sheet(&mut self.book, file)?;
            }
        }
        if !self.allowed.is_empty() {
            self.layout.allowed_sheet(&mut self.book, &self.allowed)?;
        }
        let written = || -> io::Result<BufWriter<_>> { Ok(BufWriter::new(self.pending.handle()?)) };
        let mut target = written().map_err(|e| RunError::output("the report", &e))?;
        self.book.save(&mut target).map_err(failed)?;
        target.into_inner().map_err(|e| RunError::output("the report", e.error()))?;
        let shows_names = self.layout.shows_names();
        self.pending
            .publish(Readers::of(shows_names))
            .map_err(|e| RunError::output("the report", &e))
    }
}
