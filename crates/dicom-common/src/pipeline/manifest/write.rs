//! Writing a manifest: to standard output row by row, or to a file that appears when it is whole.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use super::row::{Header, Row};
use crate::files::pending::{Pending, Readers};
use crate::pipeline::cli::Stoppable;

/// Where rows go.
pub struct Writer<'a> {
    csv: csv::Writer<Box<dyn Write + 'a>>,
    pending: Option<Pending>,
}

impl<'a> Writer<'a> {
    /// Rows go to this stream.
    pub fn to_stream(stream: impl Write + 'a) -> Self {
        Self { csv: csv(Box::new(stream)), pending: None }
    }

    /// Rows go to a file that appears under its name with [`Writer::finish`]: make can use it as a
    /// target. A pipe or device is written to as it is.
    ///
    /// # Errors
    /// When the folder is missing or cannot be written.
    pub fn to_file(path: &Path) -> io::Result<Self> {
        if std::fs::metadata(path).is_ok_and(|m| !m.is_file()) {
            return Ok(Self::to_stream(Stoppable::new(File::options().write(true).open(path)?)));
        }
        let pending = Pending::create(path)?;
        Ok(Self { csv: csv(Box::new(pending.handle()?)), pending: Some(pending) })
    }

    /// Writes the header row.
    pub fn header(&mut self, header: &Header) -> io::Result<()> {
        self.csv.write_record(header.names()).map_err(cause)?;
        // The next tool, or head, sees at once that there is something.
        self.csv.flush()
    }

    /// Writes one row.
    pub fn row(&mut self, row: &Row) -> io::Result<()> {
        self.csv.write_record(&row.cells).map_err(cause)
    }

    /// Sends what was written on its way, so that the next tool can start.
    pub fn flush(&mut self) -> io::Result<()> {
        self.csv.flush()
    }

    /// Ends the manifest: everything flushed, and a file synced and renamed.
    pub fn finish(mut self) -> io::Result<()> {
        self.csv.flush()?;
        if let Some(pending) = self.pending {
            pending.publish(Readers::Everyone)?;
        }
        Ok(())
    }
}

/// The system's error inside an error of the CSV library, which hides its kind.
fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        _ => io::ErrorKind::InvalidData.into(),
    }
}

fn csv<'a>(stream: Box<dyn Write + 'a>) -> csv::Writer<Box<dyn Write + 'a>> {
    csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(stream)
}

#[cfg(test)]
mod tests {
    use super::super::{Column, Manifest};
    use super::*;

    #[test]
    fn unknown_columns_pass_and_a_second_run_changes_nothing() {
        let text = "schema,source,mine,path\n1,A,\"x, \"\"y\"\"\",out/a.dcm\n";
        let manifest = Manifest::read(text.as_bytes()).unwrap();
        let run = |manifest: &Manifest| {
            let header = manifest.header().clone().with(&[Column::Hdrcheck, Column::HdrcheckCode]);
            let mut out = Vec::new();
            let mut writer = Writer::to_stream(&mut out);
            writer.header(&header).unwrap();
            for row in manifest.rows().unwrap() {
                let mut row = row.unwrap();
                row.set(&header, Column::Hdrcheck, "ok");
                writer.row(&row).unwrap();
            }
            writer.finish().unwrap();
            out
        };
        let once = run(&manifest);
        let twice = run(&Manifest::read(once.as_slice()).unwrap());
        assert_eq!(once, twice);
        assert!(String::from_utf8(once).unwrap().contains("\"x, \"\"y\"\"\""));
    }
}
