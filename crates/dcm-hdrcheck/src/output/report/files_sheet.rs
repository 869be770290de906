//! The sheet with one row for each file.

use dicom_common::code::{Lang, RunError};
use dicom_common::pipeline::manifest::Status;
use workbook::{Cell, SheetId, Workbook};

use crate::args::Criteria;
use crate::output::report::layout::{Layout, Written, failed};
use crate::verdict::{FileVerdict, Verdict};

impl Layout {
    /// Begins the sheet of files.
    pub(super) fn files_sheet(&self, book: &mut Workbook, name: &str) -> Result<SheetId, RunError> {
        let columns = self.files_columns();
        let widths: Vec<f64> = columns.iter().map(|(_, width)| *width).collect();
        let sheet = book.sheet(name, &widths).map_err(failed)?;
        let titles: Vec<&str> = columns.iter().map(|(title, _)| *title).collect();
        book.header(sheet, &titles).map_err(failed)?;
        Ok(sheet)
    }

    /// Its columns: title, and width in characters.
    fn files_columns(&self) -> Vec<(&'static str, f64)> {
        let l = self.labels();
        let mut columns = match self.criteria {
            Criteria::Reference => vec![(l.file, 48.0), (l.level, 10.0)],
            Criteria::Strict => {
                vec![(l.source, 26.0), (l.file, 48.0), (l.level, 10.0), (l.inspected, 11.0)]
            }
        };
        columns.extend([(l.passed, 11.0), (l.warned, 11.0)]);
        match self.criteria {
            Criteria::Reference => columns.extend([(l.rate, 11.0), (l.tolerance, 24.0)]),
            Criteria::Strict => columns.extend([(l.failed, 11.0), (l.rate, 11.0)]),
        }
        columns.extend([(l.absolute, 22.0), (l.result, 12.0)]);
        // The earlier tool knew no unreadable files, hence no codes.
        if self.criteria == Criteria::Strict || self.lang == Lang::En {
            columns.push((l.code, 20.0));
        }
        columns
    }

    /// Writes the row of a file.
    pub(super) fn files_row(
        &self,
        book: &mut Workbook,
        sheet: SheetId,
        file: &FileVerdict,
    ) -> Written {
        let level = self.choice.name().to_ascii_uppercase();
        let mut cells = match self.criteria {
            Criteria::Reference => vec![Cell::text(&file.name), Cell::text(&level)],
            Criteria::Strict => {
                vec![Cell::text(&file.source), Cell::text(&file.name), Cell::text(&level)]
            }
        };
        match &file.verdict {
            Ok(verdict) => cells.extend(self.figures(verdict, file.status())),
            Err(fault) => {
                let blanks = if self.criteria == Criteria::Strict { 6 } else { 5 };
                cells.extend([Cell::Empty; 6].into_iter().take(blanks));
                cells.push(self.result(file.status()));
                cells.push(Cell::text(fault.0.as_str()));
            }
        }
        book.row(sheet, &cells).map_err(failed)
    }

    /// The figures of a verdict, from the number of inspected elements to the result.
    pub(super) fn figures(&self, found: &Verdict, status: Status) -> Vec<Cell<'static>> {
        let rate = Cell::Share(found.rate() / 100.0);
        let mut cells = match self.criteria {
            Criteria::Reference => vec![
                Cell::Count(found.passed()),
                Cell::Count(found.failed),
                rate,
                self.pass_or_fail(found.rate_passes()),
            ],
            Criteria::Strict => vec![
                Cell::Count(found.inspected),
                Cell::Count(found.passed()),
                Cell::Count(found.warned),
                Cell::Count(found.failed),
                rate,
            ],
        };
        cells.extend([self.pass_or_fail(!found.absolute_failed), self.result(status)]);
        cells
    }
}
