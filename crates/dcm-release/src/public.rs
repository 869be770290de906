//! The manifest for those who receive the data: what a row says without anything of the giver's work.

use std::io::{self, Write};

use dicom_common::pipeline::manifest::{Column, Header, Row};

/// Its columns. Fingerprints, masks, files before defacing and columns of the giver's own stay out.
pub const COLUMNS: [Column; 24] = [
    Column::Schema,
    Column::Source,
    Column::Path,
    Column::Bytes,
    Column::Sha256,
    Column::Subject,
    Column::Study,
    Column::Series,
    Column::Instance,
    Column::Modality,
    Column::SopClass,
    Column::TransferSyntax,
    Column::Rows,
    Column::Columns,
    Column::Frames,
    Column::Scrub,
    Column::ScrubCode,
    Column::Deface,
    Column::DefaceCode,
    Column::Hdrcheck,
    Column::HdrcheckCode,
    Column::Facecheck,
    Column::FacecheckCode,
    Column::Release,
];

/// Writes it.
pub struct Public<W: Write> {
    csv: csv::Writer<W>,
}

impl<W: Write> Public<W> {
    /// Begins with the names of the columns.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(to: W) -> io::Result<Self> {
        let mut csv =
            csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(to);
        csv.write_record(COLUMNS.map(Column::name))?;
        Ok(Self { csv })
    }

    /// Adds the row of a released file, which lies at `target` below the folder to share.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn row(&mut self, row: &Row, header: &Header, target: &str) -> io::Result<()> {
        let cells = COLUMNS.map(|column| match column {
            Column::Path => target,
            Column::Release => "ok",
            column => row.get(header, column),
        });
        Ok(self.csv.write_record(cells)?)
    }

    /// Ends it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> io::Result<W> {
        self.csv.into_inner().map_err(|error| error.into_error())
    }
}
