//! Reading a link file, plain or encrypted.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use csv::ByteRecord;

use crate::text::unescaped;
use crate::{COLUMNS, LinkError, Opener};

/// How encrypted files of age begin.
const MAGIC: &[u8] = b"age-encryption.org/";
/// How they begin in their text form.
const ARMOR: &[u8] = b"-----BEGIN AGE ENCRYPTED FILE-----";

/// In bytes: the longest header of an encrypted file that is looked at. A hundred recipients take a
/// sixth of it.
const LONGEST_HEADER: u64 = 1 << 16;

/// One row of a link file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRow {
    /// Keyed id of the input file.
    pub source: String,
    /// What it is: `path`, `patient`, `study`, ...
    pub kind: String,
    /// The value as in the input: its characters in UTF-8, or its bytes where they are no
    /// characters, as in files of earlier versions.
    pub original: Vec<u8>,
    /// What it became in the output; empty where it was removed.
    pub new: String,
}

/// The rows of a link file. A file that was cut is known only at its end: nothing may be handed on
/// before.
pub struct Reader {
    /// The plain content.
    csv: csv::Reader<Box<dyn Read>>,
    /// Whether the file is encrypted: then an error of reading means that it was changed.
    sealed: bool,
    /// The row that was read last, whose memory is used again.
    record: ByteRecord,
}

impl Reader {
    /// Opens a link file.
    ///
    /// # Errors
    /// When it is not there, no link file, or encrypted to someone else.
    pub fn open(path: &Path, opener: Option<&Opener>) -> Result<Self, LinkError> {
        let unreadable = |e: std::io::Error| LinkError::Unreadable(e.kind());
        let mut file = File::open(path).map_err(unreadable)?;
        let mut head = Vec::new();
        file.by_ref().take(LONGEST_HEADER).read_to_end(&mut head).map_err(unreadable)?;
        let sealed = head.starts_with(MAGIC);
        let source: Box<dyn Read> = match (sealed, opener) {
            (true, None) => return Err(LinkError::Encrypted),
            (false, _) if head.starts_with(ARMOR) => return Err(LinkError::Armored),
            (false, Some(_)) => return Err(LinkError::NotEncrypted),
            (false, None) => Box::new(std::io::Cursor::new(head).chain(file)),
            (true, Some(opener)) => {
                // A header without an end would be read to the end of the file.
                if !head.windows(5).any(|end| end == b"\n--- ") {
                    return Err(LinkError::Damaged);
                }
                Box::new(opener.open(std::io::Cursor::new(head).chain(BufReader::new(file)))?)
            }
        };
        let csv = csv::Reader::from_reader(source);
        let mut reader = Self { csv, sealed, record: ByteRecord::new() };
        let columns = reader.csv.byte_headers().map(|names| names == COLUMNS.as_slice());
        match columns.map_err(|e| reader.fault(&e))? {
            true => Ok(reader),
            false => Err(LinkError::NoLinkFile),
        }
    }

    /// What an error of the CSV library says of the file.
    fn fault(&self, error: &csv::Error) -> LinkError {
        match error.kind() {
            csv::ErrorKind::Io(_) if self.sealed => LinkError::Damaged,
            csv::ErrorKind::Io(e) => LinkError::Unreadable(e.kind()),
            _ => LinkError::Row,
        }
    }
}

impl Iterator for Reader {
    type Item = Result<LinkRow, LinkError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.csv.read_byte_record(&mut self.record) {
            Ok(false) => None,
            Err(error) => Some(Err(self.fault(&error))),
            Ok(true) => {
                let cell = |at| self.record.get(at).unwrap_or_default();
                let text = |at| String::from_utf8_lossy(cell(at)).into_owned();
                Some(Ok(LinkRow {
                    source: text(0),
                    kind: text(1),
                    original: unescaped(cell(2)),
                    new: text(3),
                }))
            }
        }
    }
}
