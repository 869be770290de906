//! One long sheet of what was not accepted or warned of, where files are too many for a sheet each.

use dicom_common::code::RunError;
use workbook::{Cell, SheetId, Workbook};

use crate::output::report::layout::{Layout, Written, failed};
use crate::reader::VR;
use crate::verdict::{FileVerdict, Values};

impl Layout {
    /// Begins the sheet of findings.
    pub(super) fn findings_sheet(&self, book: &mut Workbook) -> Result<SheetId, RunError> {
        let l = self.labels();
        let mut titles = vec![self.name_label(), l.tag, l.keyword, "VR", l.severity, l.reason];
        titles.extend((self.values == Values::Shown).then_some(l.value));
        let sheet = book.sheet(l.findings_sheet, &[26.0, 26.0, 36.0, 6.0, 9.0, 52.0, 60.0]);
        let sheet = sheet.map_err(failed)?;
        book.header(sheet, &titles).map_err(failed)?;
        Ok(sheet)
    }

    /// Writes the findings of a file into the sheet of findings.
    pub(super) fn findings(
        &self,
        book: &mut Workbook,
        sheet: SheetId,
        file: &FileVerdict,
    ) -> Written {
        let Ok(verdict) = &file.verdict else { return Ok(()) };
        for field in verdict.fields.iter().filter(|f| f.is_listed()) {
            let (vr, reason) = (field.vr.map(VR::to_string), field.reason.text(self.lang));
            let mut cells = vec![
                Cell::text(self.name(file)),
                Cell::text(&field.path),
                Cell::text(&field.keyword),
                Cell::text(vr.unwrap_or_default()),
                self.verdict(field.severity()),
                Cell::text(&reason),
            ];
            cells.extend(field.value.as_deref().map(Cell::text));
            book.row(sheet, &cells).map_err(failed)?;
        }
        Ok(())
    }
}
