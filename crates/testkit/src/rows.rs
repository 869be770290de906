//! The manifest as a user of it sees it.

use std::collections::BTreeMap;

/// Rows of a manifest by column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Cells of each row by the names of their columns.
    pub rows: Vec<BTreeMap<String, String>>,
}

impl Rows {
    /// Reads CSV; anything that is not ends the test.
    pub fn parse(bytes: &[u8]) -> Self {
        let mut reader = csv::Reader::from_reader(bytes);
        let columns: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let rows = reader.records().map(|record| {
            let record = record.unwrap();
            let cells = record.iter().map(str::to_owned);
            columns.iter().cloned().zip(cells).collect()
        });
        let rows = rows.collect();
        Self { columns, rows }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The cells of one column.
    pub fn column(&self, name: &str) -> Vec<&str> {
        assert!(self.columns.iter().any(|c| c == name), "no column {name}");
        self.rows.iter().map(|row| row[name].as_str()).collect()
    }

    /// Status and code of each row, `ok` or `fail E_DEPTH`.
    pub fn verdicts(&self, tool: &str) -> Vec<String> {
        let codes = self.column(&format!("{tool}_code")).into_iter();
        let verdicts = self.column(tool).into_iter().zip(codes);
        verdicts.map(|(status, code)| format!("{status} {code}").trim_end().to_owned()).collect()
    }
}
