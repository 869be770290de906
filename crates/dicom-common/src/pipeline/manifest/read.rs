//! Reading a manifest: checked from end to end before its first row is used, in constant memory.

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::os::unix::fs::FileExt;

use csv::{ByteRecord, ReaderBuilder, StringRecord};

use super::column::{Column, Status};
use super::names::looks_like;
use super::row::{Header, Row};
use crate::code::Code;

/// Why a manifest cannot be used. Says where, never what stands there.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// The stream or the temporary copy failed.
    #[error("the manifest cannot be read: {0}")]
    Io(io::ErrorKind),
    /// Not CSV, not UTF-8, or a ragged row.
    #[error("line {0} of the manifest is broken")]
    Row(u64),
    /// No header row.
    #[error("the manifest is empty: it must at least have a header row")]
    Empty,
    /// Two columns of one name.
    #[error("line 1 of the manifest names a column twice: column {0}")]
    Twice(usize),
    /// A required column is not there.
    #[error("line 1 of the manifest lacks the column `{0}`")]
    Missing(&'static str),
    /// A name that somebody may take for that of a column.
    #[error(
        "line 1 of the manifest has a name, in column {at}, that looks like `{column}` and is another"
    )]
    LooksLike {
        /// Counted from 1.
        at: usize,
        /// The column's name.
        column: &'static str,
    },
    /// A code that does not go with the status beside it.
    #[error("line {line} of the manifest has a code that does not go with `{column}`")]
    Disagree {
        /// Counted from 1.
        line: u64,
        /// The name of the column of the status.
        column: &'static str,
    },
    /// Another version of the format.
    #[error("line {0} of the manifest is of an unknown version")]
    Version(u64),
    /// A cell that its column does not allow.
    #[error("line {line} of the manifest has a value that column `{column}` does not allow")]
    Cell {
        /// Counted from 1.
        line: u64,
        /// The column's name.
        column: &'static str,
    },
}

/// A valid manifest.
#[derive(Debug)]
pub struct Manifest {
    header: Header,
    copy: File,
    rows: u64,
}

impl Manifest {
    /// Takes in a manifest to its end and checks every cell.
    ///
    /// # Errors
    /// Anything that breaks the format; nothing may be written then.
    pub fn read(mut source: impl Read) -> Result<Self, ManifestError> {
        // Only pseudonyms pass here, so a temporary file may hold them; it has no name.
        let mut copy = tempfile::tempfile().map_err(|e| ManifestError::Io(e.kind()))?;
        io::copy(&mut source, &mut copy).map_err(|e| ManifestError::Io(e.kind()))?;
        copy.flush().map_err(|e| ManifestError::Io(e.kind()))?;
        let mut manifest = Self { header: Header { names: Vec::new() }, copy, rows: 0 };
        let mut reader = manifest.rewind()?;
        let mut record = StringRecord::new();
        if !reader.read_record(&mut record).map_err(|e| broken(&e))? {
            return Err(ManifestError::Empty);
        }
        manifest.header = header(&record)?;
        let columns: Vec<_> =
            manifest.header.names.iter().map(|name| Column::parse(name)).collect();
        let stages = stages(&columns);
        while reader.read_record(&mut record).map_err(|e| broken(&e))? {
            check(&columns, &stages, &record)?;
            manifest.rows += 1;
        }
        Ok(manifest)
    }

    /// The columns.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// How many rows there are.
    pub fn len(&self) -> u64 {
        self.rows
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The rows, in order.
    ///
    /// # Errors
    /// When the temporary copy cannot be read again.
    pub fn rows(
        &self,
    ) -> Result<impl Iterator<Item = Result<Row, ManifestError>> + use<>, ManifestError> {
        let mut reader = self.rewind()?;
        let mut header = ByteRecord::new();
        reader.read_byte_record(&mut header).map_err(|e| broken(&e))?;
        Ok(reader.into_records().map(|record| {
            let record = record.map_err(|e| broken(&e))?;
            Ok(Row::from(record.iter().map(str::to_owned).collect::<Vec<_>>()))
        }))
    }

    fn rewind(&self) -> Result<csv::Reader<BufReader<FromStart>>, ManifestError> {
        let file = self.copy.try_clone().map_err(|e| ManifestError::Io(e.kind()))?;
        let copy = BufReader::new(FromStart { file, at: 0 });
        Ok(ReaderBuilder::new().has_headers(false).from_reader(copy))
    }
}

/// The copy from its start, whoever else reads of it: handles of one file share their place in it.
struct FromStart {
    file: File,
    at: u64,
}

impl Read for FromStart {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read_at(buffer, self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}

fn broken(error: &csv::Error) -> ManifestError {
    match error.kind() {
        csv::ErrorKind::Io(e) => ManifestError::Io(e.kind()),
        _ => ManifestError::Row(error.position().map_or(0, csv::Position::line)),
    }
}

fn header(record: &StringRecord) -> Result<Header, ManifestError> {
    let names: Vec<String> = record.iter().map(str::to_owned).collect();
    for (at, name) in names.iter().enumerate() {
        if names.iter().take(at).any(|other| other == name) {
            return Err(ManifestError::Twice(at + 1));
        }
    }
    for (at, name) in names.iter().enumerate() {
        if let Some(column) = looks_like(name) {
            return Err(ManifestError::LooksLike { at: at + 1, column: column.name() });
        }
    }
    let has = |column: &Column| names.iter().any(|name| name == column.name());
    for required in [Column::Schema, Column::Source, Column::Path] {
        if !has(&required) {
            return Err(ManifestError::Missing(required.name()));
        }
    }
    for [status, rest @ ..] in Column::STAGES {
        // What a tool said of the files is not known without its status.
        if rest.iter().any(has) && !has(&status) {
            return Err(ManifestError::Missing(status.name()));
        }
    }
    Ok(Header { names })
}

/// Where a status stands, and its code.
struct Stage {
    name: &'static str,
    status: usize,
    code: usize,
}

/// The statuses that have a code beside them.
fn stages(columns: &[Option<Column>]) -> Vec<Stage> {
    let at = |wanted| columns.iter().position(|column| *column == Some(wanted));
    let stage = |[status, code, _]: [Column; 3]| {
        Some(Stage { name: status.name(), status: at(status)?, code: at(code)? })
    };
    Column::STAGES.into_iter().filter_map(stage).collect()
}

fn check(
    columns: &[Option<Column>],
    stages: &[Stage],
    record: &StringRecord,
) -> Result<(), ManifestError> {
    let line = record.position().map_or(0, csv::Position::line);
    for (column, cell) in columns.iter().zip(record) {
        match column {
            Some(Column::Schema) if cell != super::SCHEMA => {
                return Err(ManifestError::Version(line));
            }
            Some(Column::Source) if cell.is_empty() => return Err(ManifestError::Row(line)),
            Some(column) if !column.accepts(cell) => {
                return Err(ManifestError::Cell { line, column: column.name() });
            }
            _ => {}
        }
    }
    for Stage { name, status, code } in stages {
        let cell = |at: &usize| record.get(*at).unwrap_or_default();
        if !agree(cell(status), cell(code)) {
            return Err(ManifestError::Disagree { line, column: name });
        }
    }
    Ok(())
}

/// Whether a status and a code can stand in one row. A status that is missing goes with no code; a
/// status other than `ok` and `plan` with none or with one of its kind.
fn agree(status: &str, code: &str) -> bool {
    match (Status::parse(status), Code::parse(code)) {
        (_, None) => code.is_empty(),
        (Some(status), Some(code)) => Status::of(code) == status,
        (None, Some(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn problem(text: &str) -> String {
        Manifest::read(text.as_bytes()).map(|_| String::new()).unwrap_or_else(|e| e.to_string())
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_without_its_content() {
        assert!(problem("").contains("empty"));
        assert!(problem("schema,source,path,path\n").contains("column 4"));
        assert!(problem("schema,source\n").contains("`path`"));
        assert!(problem("schema,source,path\n1,A,a\n2,B,b\n").contains("line 3"));
        assert!(problem("schema,source,path\n1,A\n").contains("line 2"));
        assert!(problem("schema,source,path\n1,A,=cmd()\n").contains("line 2"));
        assert!(problem("schema,source,path,scrub\n1,A,a,fine\n").contains("`scrub`"));
        assert_eq!(problem("schema,source,path\n1,A,a\n"), "");
        let number = "schema,source,path,bytes\n1,A,a,99999999999999999999\n";
        assert!(problem(number).contains("`bytes`"));
        assert!(problem("schema,source,path, scrub\n1,A,a,fail\n").contains("`scrub`"));
        assert!(problem("schema,source,path,scrub_code\n1,A,a,\n").contains("lacks"));
        assert!(problem("schema,source,path,deface_config\n1,A,a,\n").contains("lacks"));
    }

    #[test]
    fn several_can_read_the_rows_at_the_same_time() {
        let rows: String = (0..20_000).map(|at| format!("1,S{at},somewhere/{at}\n")).collect();
        let manifest = Manifest::read(format!("schema,source,path\n{rows}").as_bytes()).unwrap();
        let (one, other) = (manifest.rows().unwrap(), manifest.rows().unwrap());
        let alike =
            one.zip(other).filter(|(a, b)| a.as_ref().unwrap().cells == b.as_ref().unwrap().cells);
        assert_eq!(alike.count(), 20_000);
    }

    #[test]
    fn a_code_goes_with_its_status_alone() {
        let row = |status: &str, code: &str| {
            problem(&format!("schema,source,path,scrub_code,scrub\n1,A,a,{code},{status}\n"))
        };
        for (status, code) in [
            ("ok", "E_TRUNCATED"),
            ("ok", "S_NOT_HEAD"),
            ("plan", "F_FINDINGS"),
            ("skip", "E_TRUNCATED"),
            ("flag", "E_TRUNCATED"),
            ("fail", "F_FINDINGS"),
            ("", "E_TRUNCATED"),
        ] {
            assert!(row(status, code).contains("line 2"), "{status} {code}");
        }
        for (status, code) in [
            ("ok", ""),
            ("plan", ""),
            ("", ""),
            ("skip", "S_NOT_HEAD"),
            ("flag", "F_FINDINGS"),
            ("fail", "E_TRUNCATED"),
            ("fail", ""),
        ] {
            assert_eq!(row(status, code), "", "{status} {code}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_refused_or_read_but_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Manifest::read(bytes.as_slice());
            let text = [b"schema,source,path\n".as_slice(), &bytes].concat();
            let _ = Manifest::read(text.as_slice());
        }
    }
}
