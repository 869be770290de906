//! A header row, and a row: cells in its order.

use super::column::Column;
use crate::code::Code;

/// The names of the columns, in their order; unknown ones included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    pub(super) names: Vec<String>,
}

/// One row: cells in the order of a [`Header`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub(super) cells: Vec<String>,
    /// Whether a cell was refused.
    refused: bool,
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

    /// Whether it has this column.
    pub fn has(&self, column: Column) -> bool {
        self.position(column).is_some()
    }

    fn position(&self, column: Column) -> Option<usize> {
        self.names.iter().position(|name| name == column.name())
    }
}

impl From<Vec<String>> for Row {
    fn from(cells: Vec<String>) -> Self {
        Self { cells, refused: false }
    }
}

impl Row {
    /// A row without values.
    pub fn empty(header: &Header) -> Self {
        Self { cells: vec![String::new(); header.names.len()], refused: false }
    }

    /// The cell of a column; empty where the manifest has no such column.
    pub fn get(&self, header: &Header, column: Column) -> &str {
        let cell = header.position(column).and_then(|at| self.cells.get(at));
        cell.map(String::as_str).unwrap_or_default()
    }

    /// Sets the cell of a column that the header has. A value that the column does not accept
    /// leaves the cell empty, and the row unsound ([`Row::is_sound`]).
    pub fn set(&mut self, header: &Header, column: Column, value: impl Into<String>) {
        let mut value = value.into();
        if !column.accepts(&value) {
            self.refused = true;
            value.clear();
        }
        self.cells.resize(header.names.len().max(self.cells.len()), String::new());
        if let Some(cell) = header.position(column).and_then(|at| self.cells.get_mut(at)) {
            *cell = value;
        }
    }

    /// Whether every value that was set is one that its column accepts: a row that is not may not
    /// say that its file was treated.
    pub fn is_sound(&self) -> bool {
        !self.refused
    }

    /// Whether every earlier tool delivered the file: it is there, and they cleared it.
    pub fn delivered(&self, header: &Header, own: Column) -> bool {
        !self.get(header, Column::Path).is_empty() && self.cleared(header, own)
    }

    /// Whether every earlier tool cleared the file.
    pub fn cleared(&self, header: &Header, own: Column) -> bool {
        self.not_cleared(header, own).is_none()
    }

    /// Why the file is not cleared: of the statuses before `own`, one is neither `ok` nor `skip`, or is
    /// blank although the manifest has its column, so that nobody knows what that tool said.
    pub fn not_cleared(&self, header: &Header, own: Column) -> Option<Code> {
        let earlier = Column::STATUSES.into_iter().take_while(|status| *status != own);
        let said = |status: Column| match self.get(header, status) {
            "ok" | "skip" => None,
            "" => header.has(status).then_some(Code::NotChecked),
            _ => Some(Code::Upstream),
        };
        let mut codes = earlier.filter_map(said);
        let first = codes.next()?;
        // What a tool said goes before what is not known.
        Some(codes.fold(first, |code, other| if other == Code::Upstream { other } else { code }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_its_column_refuses_is_not_written_and_the_row_says_so() {
        let header = Header::of(&[Column::Bytes, Column::Path]);
        let mut row = Row::empty(&header);
        row.set(&header, Column::Bytes, "12");
        assert!(row.is_sound());
        row.set(&header, Column::Path, "=cmd()");
        assert!(!row.is_sound() && row.get(&header, Column::Path).is_empty());
        assert_eq!(row.get(&header, Column::Bytes), "12");
    }
}
