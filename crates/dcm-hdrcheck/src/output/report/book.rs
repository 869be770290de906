//! The workbook in the making.

use std::collections::BTreeMap;
use std::io::BufWriter;
use std::path::Path;

use dicom_common::code::RunError;
use dicom_common::files::pending::{Pending, Readers};
use workbook::Workbook;

use crate::args::Criteria;
use crate::output::report::earlier::Earlier;
use crate::output::report::layout::{Layout, Written, failed};
use crate::output::report::overview::About;
use crate::output::report::strict::Strict;
use crate::verdict::FileVerdict;

/// A report in the making.
pub struct Report {
    book: Workbook,
    /// The file, which gets its name when it is whole.
    pending: Pending,
    layout: Layout,
    sheets: Sheets,
    /// How many values each line of `--allow` has allowed.
    allowed: BTreeMap<usize, u64>,
}

/// By what is judged, and hence what the sheets are.
enum Sheets {
    Strict(Box<Strict>),
    Earlier(Earlier),
}

impl Report {
    /// Starts a report.
    ///
    /// # Errors
    /// When the folder is missing or cannot be written.
    pub fn create(path: &Path, layout: Layout, about: About) -> Result<Self, RunError> {
        let pending = Pending::create(path).map_err(|e| RunError::output("the report", &e))?;
        let mut book = Workbook::new();
        let sheets = match layout.criteria {
            Criteria::Strict => Sheets::Strict(Box::new(Strict::new(&mut book, layout, about)?)),
            Criteria::Reference => Sheets::Earlier(Earlier::new(&mut book, layout)?),
        };
        Ok(Self { book, pending, layout, sheets, allowed: BTreeMap::new() })
    }

    /// Adds a file.
    ///
    /// # Errors
    /// When rows cannot be written.
    pub fn add(&mut self, file: FileVerdict) -> Written {
        let fields = file.verdict.iter().flat_map(|verdict| &verdict.fields);
        for line in fields.filter_map(|field| field.allowed) {
            *self.allowed.entry(line).or_default() += 1;
        }
        match &mut self.sheets {
            Sheets::Strict(sheets) => sheets.add(&mut self.book, file),
            Sheets::Earlier(sheets) => sheets.add(&mut self.book, file),
        }
    }

    /// Completes the workbook and gives it its name.
    ///
    /// # Errors
    /// When not everything could be written.
    pub fn finish(mut self) -> Written {
        match self.sheets {
            Sheets::Strict(sheets) => sheets.finish(&mut self.book)?,
            Sheets::Earlier(sheets) => sheets.finish(&mut self.book)?,
        }
        if !self.allowed.is_empty() {
            self.layout.allowed_sheet(&mut self.book, &self.allowed)?;
        }
        let cannot = |e: &std::io::Error| RunError::output("the report", e);
        let mut target = BufWriter::new(self.pending.handle().map_err(|e| cannot(&e))?);
        self.book.save(&mut target).map_err(failed)?;
        target.into_inner().map_err(|e| cannot(e.error()))?;
        let readers = Readers::of(self.layout.shows_names());
        self.pending.publish(readers).map_err(|e| cannot(&e))
    }
}
