//! The sheet of one file: its figures, and its elements in three tables.

use workbook::{Cell, SheetId, Tone, Workbook};

use crate::args::Criteria;
use crate::output::report::cells::accepted;
use crate::output::report::layout::{Layout, Written, failed};
use crate::verdict::{Field, FileVerdict, Values};

/// With more files than this there is no sheet for each file.
pub const MOST_FILE_SHEETS: usize = 100;

impl Layout {
    /// Writes the sheet of a file.
    pub(super) fn file_sheet(&self, book: &mut Workbook, file: &FileVerdict) -> Written {
        let l = self.labels();
        let name = match file.name.rsplit('/').next() {
            Some(name) if !name.is_empty() && self.shows_names() => name,
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
                let meaning = fault.0.meaning_in(self.lang);
                return row(&[Cell::Text(l.reason, Tone::Strong), Cell::text(meaning)]);
            }
        };
        let figures = self.figures(found, file.status());
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
        let warnings = found.fields.iter().filter(|field| field.is_listed());
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
        let l = self.labels();
        book.row(sheet, &[]).map_err(failed)?;
        book.row(sheet, &[Cell::Text(title, Tone::Strong)]).map_err(failed)?;
        let mut titles = vec![l.tag, l.keyword, l.accepted, l.reason];
        titles.extend((self.values == Values::Shown).then_some(l.value));
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
}
