//! The table: originals beside their pseudonyms.

use std::borrow::Cow;
use std::io::{self, Write};

use dicom_common::pipeline::cli::Tally;
use dicom_common::pipeline::manifest::Status;

use super::originals::{Kind, Originals};
use super::question::{FilePseudonyms, Question};

const OF_FILES: [&str; 10] = [
    "source",
    "original_path",
    "subject",
    "original_subject",
    "study",
    "original_study",
    "series",
    "original_series",
    "instance",
    "original_instance",
];
const OF_LIST: [&str; 3] = ["pseudonym", "kind", "original"];

/// The table in the making.
pub struct Table<W: Write> {
    csv: csv::Writer<W>,
    tally: Tally,
}

impl<W: Write> Table<W> {
    /// Writes the header row.
    ///
    /// # Errors
    /// When it cannot be written; so for all that follows.
    pub fn start(stream: W, question: &Question) -> io::Result<Self> {
        let mut csv = csv::Writer::from_writer(stream);
        let columns: &[&str] = match question {
            Question::Rows(_) => &OF_FILES,
            Question::List(_) => &OF_LIST,
        };
        csv.write_record(columns).map_err(cause)?;
        Ok(Self { csv, tally: Tally::default() })
    }

    /// One file in one row.
    pub fn file(&mut self, file: &FilePseudonyms, originals: &Originals) -> io::Result<()> {
        let (mut missing, mut several) = (false, false);
        for (kind, asked) in &file.cells {
            let found: Vec<&[u8]> = originals
                .get(&asked.known)
                .iter()
                .filter(|(k, _)| k == kind)
                .map(|(_, original)| original.as_slice())
                .collect();
            missing |= found.is_empty() && !asked.known.is_empty();
            several |= found.len() > 1;
            self.csv.write_field(&asked.shown).map_err(cause)?;
            self.csv.write_field(harmless(&found.join(b" | ".as_slice()))).map_err(cause)?;
        }
        self.count(missing, several);
        self.csv.write_record(None::<&[u8]>).map_err(cause)
    }

    /// One pseudonym in as many rows as it has originals, at least one.
    pub fn pseudonym(&mut self, pseudonym: &str, originals: &Originals) -> io::Result<()> {
        let found = originals.get(pseudonym);
        let count = |kind: &Kind| found.iter().filter(|(k, _)| k == kind).count();
        self.count(found.is_empty(), found.iter().any(|(kind, _)| count(kind) > 1));
        let mut row = |kind: &str, original: &[u8]| {
            let cells = [pseudonym.as_bytes(), kind.as_bytes(), &harmless(original)];
            self.csv.write_record(cells).map_err(cause)
        };
        if found.is_empty() {
            return row("", b"");
        }
        found.iter().try_for_each(|(kind, original)| row(kind.name(), original))
    }

    fn count(&mut self, missing: bool, several: bool) {
        self.tally.count(match (missing, several) {
            (true, _) => Status::Fail,
            (false, true) => Status::Flag,
            (false, false) => Status::Ok,
        });
    }

    /// Everything on its way.
    pub fn finish(mut self) -> io::Result<Tally> {
        self.csv.flush()?;
        Ok(self.tally)
    }
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(original: &[u8]) -> Cow<'_, [u8]> {
    match original.first() {
        Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r') => {
            Cow::Owned([b"'".as_slice(), original].concat())
        }
        _ => Cow::Borrowed(original),
    }
}

/// The system's error inside an error of the CSV library, which hides its kind.
fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        _ => io::ErrorKind::InvalidData.into(),
    }
}
