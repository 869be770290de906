//! Findings by attribute: one row for what is the same in many files.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use dicom_common::code::RunError;
use workbook::{Cell, SheetId, Workbook};

use crate::output::report::layout::{Layout, Written, failed};
use crate::reader::VR;
use crate::reason::Reason;
use crate::verdict::{Field, FileVerdict, Values};

/// A file can have as many private attributes of its own as it likes: from so many kinds of findings on,
/// new ones are one kind.
const MOST_GROUPS: usize = 10_000;
/// The path of a finding of which there are too many kinds.
const OTHER: &str = "…";

/// What findings of a kind have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    /// Tags alone: which item it was differs from file to file.
    path: String,
    keyword: String,
    vr: String,
    /// The word of the reason for programs.
    reason: &'static str,
}

/// Findings of a kind.
#[derive(Debug)]
struct Group {
    reason: Reason,
    files: u64,
    values: u64,
    /// The number of the file that was counted last.
    last: u64,
    /// The first file.
    first: String,
    /// The first value, where values are shown.
    value: Option<String>,
}

/// All findings by kind.
#[derive(Debug, Default)]
pub(super) struct Groups {
    kinds: BTreeMap<Kind, Group>,
    /// Files so far.
    files: u64,
}

impl Groups {
    /// Adds the findings of a file.
    pub(super) fn add(&mut self, file: &FileVerdict) {
        self.files += 1;
        let fields = file.verdict.iter().flat_map(|verdict| &verdict.fields);
        for field in fields.filter(|field| field.is_listed()) {
            let mut kind = Kind::of(field);
            if self.kinds.len() >= MOST_GROUPS && !self.kinds.contains_key(&kind) {
                kind = Kind { path: OTHER.into(), keyword: OTHER.into(), vr: OTHER.into(), ..kind };
            }
            let group = self.kinds.entry(kind).or_insert_with(|| Group {
                reason: field.reason,
                files: 0,
                values: 0,
                last: 0,
                first: file.source.clone(),
                value: field.value.clone(),
            });
            group.values += 1;
            group.files += u64::from(group.last != self.files);
            group.last = self.files;
        }
    }
}

impl Kind {
    fn of(field: &Field) -> Self {
        let mut path = String::with_capacity(field.path.len());
        let mut within = false;
        for c in field.path.chars() {
            within = (within || c == '[') && c != ']';
            if !within && c != ']' {
                path.push(c);
            }
        }
        Self {
            path,
            keyword: field.keyword.to_string(),
            vr: field.vr.map(VR::to_string).unwrap_or_default().to_owned(),
            reason: field.reason.code(),
        }
    }
}

impl Layout {
    /// Begins the sheet of findings by attribute.
    pub(super) fn groups_sheet(&self, book: &mut Workbook) -> Result<SheetId, RunError> {
        let l = self.labels();
        let mut titles =
            vec![l.tag, l.keyword, "VR", l.severity, l.reason, l.files, l.values, l.first_file];
        titles.extend((self.values == Values::Shown).then_some(l.value));
        let widths = [26.0, 34.0, 5.0, 9.0, 52.0, 9.0, 9.0, 26.0, 60.0];
        let sheet = book.sheet(l.findings_sheet, &widths).map_err(failed)?;
        book.header(sheet, &titles).map_err(failed)?;
        Ok(sheet)
    }

    /// Writes it: what was not accepted first, and of that what is in the most files.
    pub(super) fn groups(&self, book: &mut Workbook, sheet: SheetId, groups: Groups) -> Written {
        let mut rows: Vec<(Kind, Group)> = groups.kinds.into_iter().collect();
        rows.sort_by_key(|(_, group)| Reverse((group.reason.severity(), group.files)));
        if rows.is_empty() {
            return book.row(sheet, &[Cell::text(self.labels().none)]).map_err(failed);
        }
        for (kind, group) in &rows {
            let reason = group.reason.text(self.lang);
            let mut cells = vec![
                Cell::text(&kind.path),
                Cell::text(&kind.keyword),
                Cell::text(&kind.vr),
                self.verdict(group.reason.severity()),
                Cell::text(&reason),
                count(group.files),
                count(group.values),
                Cell::text(&group.first),
            ];
            cells.extend(group.value.as_deref().map(Cell::text));
            book.row(sheet, &cells).map_err(failed)?;
        }
        Ok(())
    }
}

/// A count as a cell.
pub(super) fn count(count: u64) -> Cell<'static> {
    Cell::Count(usize::try_from(count).unwrap_or(usize::MAX))
}
