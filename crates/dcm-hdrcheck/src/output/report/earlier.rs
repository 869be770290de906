//! The sheets of the earlier tool: a summary of all files, then a sheet for each file while there are few,
//! or one long sheet of what was not accepted.

use dicom_common::code::RunError;
use workbook::{SheetId, Workbook};

use crate::output::report::file_sheet::MOST_FILE_SHEETS;
use crate::output::report::layout::{Layout, Written};
use crate::verdict::FileVerdict;

/// They are in the making.
pub(super) struct Earlier {
    layout: Layout,
    /// The sheet with a row for each file.
    summary: SheetId,
    further: FurtherSheets,
}

/// The sheets behind the summary.
enum FurtherSheets {
    /// Few files so far: each will have its sheet.
    OfFiles(Vec<FileVerdict>),
    /// Many files: findings go to one sheet as they come.
    OfFindings(SheetId),
}

impl Earlier {
    pub(super) fn new(book: &mut Workbook, layout: Layout) -> Result<Self, RunError> {
        let summary = layout.files_sheet(book, layout.labels().summary_sheet)?;
        Ok(Self { layout, summary, further: FurtherSheets::OfFiles(Vec::new()) })
    }

    pub(super) fn add(&mut self, book: &mut Workbook, file: FileVerdict) -> Written {
        self.layout.files_row(book, self.summary, &file)?;
        match &mut self.further {
            FurtherSheets::OfFiles(files) if files.len() < MOST_FILE_SHEETS => files.push(file),
            FurtherSheets::OfFiles(files) => {
                let files = std::mem::take(files);
                let sheet = self.layout.findings_sheet(book)?;
                for file in files.iter().chain([&file]) {
                    self.layout.findings(book, sheet, file)?;
                }
                self.further = FurtherSheets::OfFindings(sheet);
            }
            FurtherSheets::OfFindings(sheet) => self.layout.findings(book, *sheet, &file)?,
        }
        Ok(())
    }

    pub(super) fn finish(self, book: &mut Workbook) -> Written {
        if let FurtherSheets::OfFiles(files) = &self.further {
            for file in files {
                self.layout.file_sheet(book, file)?;
            }
        }
        Ok(())
    }
}
