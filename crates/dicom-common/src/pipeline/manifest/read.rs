//! Reading a manifest: checked from end to end before its first row is used, in constant memory.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, Write};

use csv::{ByteRecord, ReaderBuilder, StringRecord};

use super::column::Column;
use super::row::{Header, Row};

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
        while reader.read_record(&mut record).map_err(|e| broken(&e))? {
            check(&columns, &record)?;
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

    fn rewind(&self) -> Result<csv::Reader<BufReader<File>>, ManifestError> {
        let mut file = self.copy.try_clone().map_err(|e| ManifestError::Io(e.kind()))?;
        file.rewind().map_err(|e| ManifestError::Io(e.kind()))?;
        Ok(ReaderBuilder::new().has_headers(false).from_reader(BufReader::new(file)))
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
    for required in [Column::Schema, Column::Source, Column::Path] {
        if !names.iter().any(|name| name == required.name()) {
            return Err(ManifestError::Missing(required.name()));
        }
    }
    Ok(Header { names })
}

fn check(columns: &[Option<Column>], record: &StringRecord) -> Result<(), ManifestError> {
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
    Ok(())
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
