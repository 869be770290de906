//! The rows of a workbook.

use dicom_common::code::RunError;
use dicom_common::dataset::VR;
use dicom_common::deid::policy::Choice;
use workbook::{Cell, SheetId, Tone, Workbook};

use crate::args::{Criteria, Lang};
use crate::reason::Severity;
use crate::verdict::{Field, FileVerdict, Verdict};

use super::labels::Labels;
use super::summary::word;

/// What does not change from file to file.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) labels: &'static Labels,
    pub(super) lang: Lang,
    pub(super) criteria: Criteria,
    pub(super) choice: Choice,
    pub(super) values: bool,
}

/// Whether rows were written.
pub(super) type Written = Result<(), RunError>;

/// An error of the workbook writer: these tell about sheets and the disk, not about data.
pub(super) fn failed(error: impl std::fmt::Display) -> RunError {
    RunError::Usage(format!("the report cannot be written: {error}"))
}

impl Look {
    pub(super) fn summary_columns(&self) -> Vec<(&'static str, f64)> {
        let l = self.labels;
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

    pub(super) fn summary_row(
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
            Ok(verdict) => cells.extend(self.figures(verdict)),
            Err(fault) => {
                let blanks = if self.criteria == Criteria::Strict { 6 } else { 5 };
                cells.extend([Cell::Empty; 6].into_iter().take(blanks));
                cells.push(match fault.0.as_str().starts_with('S') {
                    true => Cell::Empty,
                    false => verdict(false),
                });
                cells.push(Cell::text(fault.0.as_str()));
            }
        }
        book.row(sheet, &cells).map_err(failed)
    }

    /// From the number of inspected elements to the result.
    fn figures(&self, found: &Verdict) -> Vec<Cell<'static>> {
        let rate = Cell::Share(found.rate() / 100.0);
        let mut cells = match self.criteria {
            Criteria::Reference => vec![
                Cell::Count(found.passed()),
                Cell::Count(found.failed),
                rate,
                verdict(found.rate_passes()),
            ],
            Criteria::Strict => vec![
                Cell::Count(found.inspected),
                Cell::Count(found.passed()),
                Cell::Count(found.warned),
                Cell::Count(found.failed),
                rate,
            ],
        };
        cells.extend([verdict(!found.absolute_failed), verdict(found.passes())]);
        cells
    }

    pub(super) fn findings_sheet(&self, book: &mut Workbook) -> Result<SheetId, RunError> {
        let l = self.labels;
        let mut titles = vec![self.name_title(), l.tag, l.keyword, "VR", l.severity, l.reason];
        titles.extend(self.values.then_some(l.value));
        let sheet = book.sheet(l.findings_sheet, &[26.0, 26.0, 36.0, 6.0, 9.0, 52.0, 60.0]);
        let sheet = sheet.map_err(failed)?;
        book.header(sheet, &titles).map_err(failed)?;
        Ok(sheet)
    }

    pub(super) fn findings(
        &self,
        book: &mut Workbook,
        sheet: SheetId,
        file: &FileVerdict,
    ) -> Written {
        let Ok(verdict) = &file.verdict else { return Ok(()) };
        for field in verdict.fields.iter().filter(|f| f.severity() > Severity::Pass) {
            let (vr, reason) = (field.vr.map(VR::to_string), field.reason.text(self.lang));
            let mut cells = vec![
                Cell::text(self.name(file)),
                Cell::text(&field.path),
                Cell::text(&field.keyword),
                Cell::text(vr.unwrap_or_default()),
                severity(field),
                Cell::text(&reason),
            ];
            cells.extend(field.value.as_deref().map(Cell::text));
            book.row(sheet, &cells).map_err(failed)?;
        }
        Ok(())
    }

    pub(super) fn file_sheet(&self, book: &mut Workbook, file: &FileVerdict) -> Written {
        let l = self.labels;
        let name = match file.name.rsplit('/').next() {
            Some(name)
                if !name.is_empty() && (self.values || self.criteria == Criteria::Reference) =>
            {
                name
            }
            _ => &file.source,
        };
        let sheet = book.sheet(name, &[44.0, 34.0, 14.0, 52.0, 60.0]).map_err(failed)?;
        let mut row = |cells: &[Cell<'_>]| book.row(sheet, cells).map_err(failed);
        row(&[Cell::Text(name, Tone::Title)])?;
        row(&[])?;
        let level = self.choice.name().to_ascii_uppercase();
        row(&[Cell::Text(l.level, Tone::Strong), Cell::text(&level)])?;
        let found = match &file.verdict {
            Ok(found) => found,
            Err(fault) => {
                row(&[Cell::Text(l.code, Tone::Strong), Cell::text(fault.0.as_str())])?;
                return row(&[Cell::Text(l.reason, Tone::Strong), Cell::text(fault.0.meaning())]);
            }
        };
        let figures = self.figures(found);
        let labels: &[&str] = match self.criteria {
            Criteria::Reference => &[l.passed, l.warned, l.rate, l.tolerance, l.absolute, l.result],
            Criteria::Strict => {
                &[l.inspected, l.passed, l.warned, l.failed, l.rate, l.absolute, l.result]
            }
        };
        for (label, figure) in labels.iter().zip(figures) {
            row(&[Cell::Text(label, Tone::Strong), figure])?;
        }
        let absolute = found.fields.iter().filter(|field| field.absolute);
        self.table(book, sheet, l.absolute_table, absolute)?;
        let warnings = found.fields.iter().filter(|field| field.severity() > Severity::Pass);
        self.table(book, sheet, l.warnings_table, warnings)?;
        self.table(book, sheet, l.all_table, found.fields.iter())
    }

    fn table<'a>(
        &self,
        book: &mut Workbook,
        sheet: SheetId,
        title: &str,
        fields: impl Iterator<Item = &'a Field>,
    ) -> Written {
        let l = self.labels;
        book.row(sheet, &[]).map_err(failed)?;
        book.row(sheet, &[Cell::Text(title, Tone::Strong)]).map_err(failed)?;
        let mut titles = vec![l.tag, l.keyword, l.accepted, l.reason];
        titles.extend(self.values.then_some(l.value));
        book.small_header(sheet, &titles).map_err(failed)?;
        let mut fields = fields.peekable();
        if fields.peek().is_none() {
            return book.row(sheet, &[Cell::text(l.none)]).map_err(failed);
        }
        for field in fields {
            let reason = field.reason.text(self.lang);
            let mut cells = vec![
                Cell::text(&field.path),
                Cell::text(&field.keyword),
                accepted(field),
                Cell::text(&reason),
            ];
            cells.extend(field.value.as_deref().map(Cell::text));
            book.row(sheet, &cells).map_err(failed)?;
        }
        Ok(())
    }

    fn name<'a>(&self, file: &'a FileVerdict) -> &'a str {
        match self.criteria {
            Criteria::Reference => &file.name,
            Criteria::Strict => &file.source,
        }
    }

    fn name_title(&self) -> &'static str {
        match self.criteria {
            Criteria::Reference => self.labels.file,
            Criteria::Strict => self.labels.source,
        }
    }
}

fn verdict(passes: bool) -> Cell<'static> {
    Cell::Text(word(passes), if passes { Tone::Good } else { Tone::Bad })
}

fn severity(field: &Field) -> Cell<'static> {
    match field.severity() {
        Severity::Pass => Cell::Text("PASS", Tone::Good),
        Severity::Warn => Cell::Text("WARN", Tone::Warn),
        Severity::Fail => Cell::Text("FAIL", Tone::Bad),
    }
}

fn accepted(field: &Field) -> Cell<'static> {
    match field.severity() {
        Severity::Pass => Cell::Text("True", Tone::Good),
        Severity::Warn => Cell::Text("True", Tone::Warn),
        Severity::Fail => Cell::Text("False", Tone::Bad),
    }
}
