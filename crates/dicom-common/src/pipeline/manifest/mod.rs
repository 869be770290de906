//! The manifest: what flows between the tools, one row per input file. `docs/manifest.md` is made
//! from the column list here.

mod column;
mod read;
mod write;

pub use column::{Column, Status};
pub use read::{Manifest, ManifestError};
pub use write::Writer;

use crate::code::Code;

/// The version of this format, the value of column `schema`.
pub const SCHEMA: &str = "1";

/// The names of the columns, in their order; unknown ones included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    names: Vec<String>,
}

/// One row: cells in the order of a [`Header`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    cells: Vec<String>,
}

impl Header {
    /// The columns of a manifest that starts with this tool.
    pub fn of(columns: &[Column]) -> Self {
        Self { names: columns.iter().map(|c| c.name().to_owned()).collect() }
    }

    /// This header with the columns that are not there yet added at the end.
    pub fn with(mut self, columns: &[Column]) -> Self {
        for column in columns {
            if self.position(*column).is_none() {
                self.names.push(column.name().to_owned());
            }
        }
        self
    }

    /// The names.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    fn position(&self, column: Column) -> Option<usize> {
        self.names.iter().position(|name| name == column.name())
    }
}

impl Row {
    /// A row without values.
    pub fn empty(header: &Header) -> Self {
        Self { cells: vec![String::new(); header.names.len()] }
    }

    /// The cell of a column; empty where the manifest has no such column.
    pub fn get(&self, header: &Header, column: Column) -> &str {
        let cell = header.position(column).and_then(|at| self.cells.get(at));
        cell.map(String::as_str).unwrap_or_default()
    }

    /// Sets the cell of a column that the header has.
    pub fn set(&mut self, header: &Header, column: Column, value: impl Into<String>) {
        let value = value.into();
        debug_assert!(column.accepts(&value), "{} does not accept its value", column.name());
        self.cells.resize(header.names.len().max(self.cells.len()), String::new());
        if let Some(cell) = header.position(column).and_then(|at| self.cells.get_mut(at)) {
            *cell = value;
        }
    }

    /// Sets a tool's status and code.
    pub fn judge(
        &mut self,
        header: &Header,
        columns: (Column, Column),
        status: Status,
        code: Option<Code>,
    ) {
        self.set(header, columns.0, status.as_str());
        self.set(header, columns.1, code.map(Code::as_str).unwrap_or_default());
    }

    /// Whether every earlier tool delivered the file: it is there, and they cleared it.
    pub fn delivered(&self, header: &Header, own: Column) -> bool {
        !self.get(header, Column::Path).is_empty() && self.cleared(header, own)
    }

    /// Whether every earlier tool cleared the file: the statuses before `own` are `ok` or `skip`.
    pub fn cleared(&self, header: &Header, own: Column) -> bool {
        Column::STATUSES
            .iter()
            .take_while(|status| **status != own)
            .all(|status| matches!(self.get(header, *status), "" | "ok" | "skip"))
    }
}
