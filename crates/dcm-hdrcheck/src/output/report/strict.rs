//! The sheets by the strict criteria: what a board reads first, findings by attribute, the files; and while
//! there are few files, a sheet for each.

use dicom_common::code::RunError;
use dicom_common::pipeline::manifest::Status;
use workbook::{SheetId, Workbook};

use crate::output::report::file_sheet::MOST_FILE_SHEETS;
use crate::output::report::groups::Groups;
use crate::output::report::layout::{Layout, Written};
use crate::output::report::overview::About;
use crate::output::report::totals::Totals;
use crate::verdict::FileVerdict;

/// Files that pass are listed up to this many rows: the manifest has them all, and a workbook of
/// millions of rows helps nobody.
const MOST_ROWS: u64 = 20_000;
/// Files that do not pass, up to this many.
const MOST_ROWS_OF_FINDINGS: u64 = 200_000;

/// They are in the making.
pub(super) struct Strict {
    layout: Layout,
    about: About,
    overview: SheetId,
    findings: SheetId,
    files: SheetId,
    totals: Totals,
    groups: Groups,
    /// Rows in the sheet of files.
    listed: u64,
    /// All files, while each may still get a sheet.
    few: Option<Vec<FileVerdict>>,
}

impl Strict {
    pub(super) fn new(book: &mut Workbook, layout: Layout, about: About) -> Result<Self, RunError> {
        Ok(Self {
            layout,
            about,
            overview: layout.overview_sheet(book)?,
            findings: layout.groups_sheet(book)?,
            files: layout.files_sheet(book, layout.labels().files_sheet)?,
            totals: Totals::default(),
            groups: Groups::default(),
            listed: 0,
            few: Some(Vec::new()),
        })
    }

    pub(super) fn add(&mut self, book: &mut Workbook, file: FileVerdict) -> Written {
        self.totals.add(&file);
        self.groups.add(&file);
        let most = match file.status() {
            Status::Ok => MOST_ROWS,
            _ => MOST_ROWS_OF_FINDINGS,
        };
        if self.listed < most {
            self.listed += 1;
            self.layout.files_row(book, self.files, &file)?;
        }
        match &mut self.few {
            Some(few) if few.len() < MOST_FILE_SHEETS => few.push(file),
            few => *few = None,
        }
        Ok(())
    }

    pub(super) fn finish(self, book: &mut Workbook) -> Written {
        let unlisted = self.totals.files() - self.listed;
        self.layout.overview(book, self.overview, &self.about, &self.totals, unlisted)?;
        self.layout.groups(book, self.findings, self.groups)?;
        for file in self.few.iter().flatten() {
            self.layout.file_sheet(book, file)?;
        }
        Ok(())
    }
}
