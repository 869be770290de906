//! Writing a link file: it appears, readable by its owner alone, when it is whole.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use age::stream::StreamWriter;
use dicom_common::files::pending::{Pending, Readers};

use crate::text::escaped;
use crate::{COLUMNS, Lock};

/// What becomes of a file that has the name of a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfThere {
    /// It stays, and there is no new one.
    Refuse,
    /// The new one takes its place once it is whole.
    Replace,
}

/// A link file in the making.
pub struct Writer {
    /// Where rows go.
    csv: csv::Writer<Sink>,
    /// What gives the file its name once it is whole; none where a pipe or device is written to.
    pending: Option<Pending>,
}

/// Where bytes of CSV go.
enum Sink {
    Plain(File),
    Sealed(Box<StreamWriter<File>>),
}

impl Writer {
    /// Starts a link file. A pipe or device is written to as it is.
    ///
    /// # Errors
    /// When it exists or cannot be made.
    pub fn create(path: &Path, if_there: IfThere, lock: Option<&Lock>) -> io::Result<Self> {
        let there = path.symlink_metadata().is_ok();
        if there && if_there == IfThere::Refuse {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let special = there && std::fs::metadata(path).is_ok_and(|m| !m.is_file());
        let (file, pending) = match special {
            true => (File::options().write(true).open(path)?, None),
            false => {
                let pending = Pending::create(path)?;
                (pending.handle()?, Some(pending))
            }
        };
        let sink = match lock {
            None => Sink::Plain(file),
            Some(lock) => Sink::Sealed(Box::new(lock.seal(file)?)),
        };
        let mut csv = csv::Writer::from_writer(sink);
        csv.write_record(COLUMNS).map_err(cause)?;
        Ok(Self { csv, pending })
    }

    /// Adds a row: the columns of [`crate::LinkRow`]. The original is text in UTF-8 where it is
    /// known to be text; other bytes are written as escapes.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(
        &mut self,
        source: &str,
        kind: &str,
        original: &[u8],
        new: &str,
    ) -> io::Result<()> {
        let original = escaped(original);
        let record = [source.as_bytes(), kind.as_bytes(), &*original, new.as_bytes()];
        self.csv.write_record(record).map_err(cause)
    }

    /// Everything on the disk, under its name.
    ///
    /// # Errors
    /// When it cannot be.
    pub fn finish(self) -> io::Result<()> {
        match self.csv.into_inner().map_err(|e| io::Error::from(e.error().kind()))? {
            Sink::Plain(mut file) => file.flush()?,
            Sink::Sealed(writer) => writer.finish()?.flush()?,
        }
        self.pending.map_or(Ok(()), |pending| pending.publish(Readers::Owner))
    }
}

/// The system's error inside an error of the CSV library, which hides its kind.
fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        _ => io::ErrorKind::InvalidData.into(),
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(file) => file.write(bytes),
            Self::Sealed(writer) => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(file) => file.flush(),
            Self::Sealed(writer) => writer.flush(),
        }
    }
}
