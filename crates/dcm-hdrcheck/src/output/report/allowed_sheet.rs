//! What the lines of `--allow` have allowed.

use std::collections::BTreeMap;

use workbook::{Cell, Workbook};

use crate::output::report::layout::{Layout, Written, failed};

impl Layout {
    /// Writes how many values each line has allowed.
    pub(super) fn allowed_sheet(
        &self,
        book: &mut Workbook,
        allowed: &BTreeMap<usize, u64>,
    ) -> Written {
        let l = self.labels();
        let sheet = book.sheet(l.allowed_sheet, &[26.0, 14.0]).map_err(failed)?;
        book.header(sheet, &[l.allowed_line, l.allowed_values]).map_err(failed)?;
        for (line, values) in allowed {
            let (line, values) = (line.to_string(), values.to_string());
            book.row(sheet, &[Cell::text(&line), Cell::text(&values)]).map_err(failed)?;
        }
        Ok(())
    }
}
