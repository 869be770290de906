//! What is known of each row between the passes, in a temporary file: memory does not grow with rows.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

/// Stands for no series, no subject, no reason, no header.
pub const NONE: u32 = u32::MAX;

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Every stage accepted it.
    Accepted,
    /// It waits in the staging folder for its name.
    Staged,
    /// The same, and its name is a second one of its source, which it replaces.
    Apart,
    /// It is in the folder to share already.
    There,
    /// It is not released, for the reason of this number.
    Held(u32),
}

/// What is known of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// What becomes of it.
    pub fate: Fate,
    /// Number of its series.
    pub series: u32,
    /// Number of its subject.
    pub subject: u32,
    /// Number of what its header says.
    pub header: u32,
    /// Its name below the folder to share.
    pub target: u64,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: [u8; 32],
}

impl Record {
    /// Of a row that was not looked at yet.
    pub const NEW: Record = Record {
        fate: Fate::Accepted,
        series: NONE,
        subject: NONE,
        header: NONE,
        target: 0,
        bytes: 0,
        sha256: [0; 32],
    };

    /// Whether it is released.
    pub fn is_released(&self) -> bool {
        matches!(self.fate, Fate::Staged | Fate::Apart | Fate::There)
    }

    fn to_bytes(self) -> [u8; SIZE] {
        let (fate, reason) = match self.fate {
            Fate::Accepted => (0, NONE),
            Fate::Staged => (1, NONE),
            Fate::There => (2, NONE),
            Fate::Held(reason) => (3, reason),
            Fate::Apart => (4, NONE),
        };
        let mut bytes = [0; SIZE];
        let fields = [
            &u32::to_le_bytes(fate)[..],
            &reason.to_le_bytes(),
            &self.series.to_le_bytes(),
            &self.subject.to_le_bytes(),
            &self.header.to_le_bytes(),
            &self.target.to_le_bytes(),
            &self.bytes.to_le_bytes(),
            &self.sha256,
        ];
        let all = fields.into_iter().flatten();
        bytes.iter_mut().zip(all).for_each(|(to, from)| *to = *from);
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (fate, rest) = bytes.split_first_chunk()?;
        let (reason, rest) = rest.split_first_chunk()?;
        let (series, rest) = rest.split_first_chunk()?;
        let (subject, rest) = rest.split_first_chunk()?;
        let (header, rest) = rest.split_first_chunk()?;
        let (target, rest) = rest.split_first_chunk()?;
        let (bytes, rest) = rest.split_first_chunk()?;
        Some(Self {
            fate: match u32::from_le_bytes(*fate) {
                0 => Fate::Accepted,
                1 => Fate::Staged,
                2 => Fate::There,
                4 => Fate::Apart,
                _ => Fate::Held(u32::from_le_bytes(*reason)),
            },
            series: u32::from_le_bytes(*series),
            subject: u32::from_le_bytes(*subject),
            header: u32::from_le_bytes(*header),
            target: u64::from_le_bytes(*target),
            bytes: u64::from_le_bytes(*bytes),
            sha256: *rest.first_chunk()?,
        })
    }
}

/// Bytes of a record.
const SIZE: usize = 5 * 4 + 2 * 8 + 32;
/// Records that are read or written together.
const CHUNK: u64 = 4096;

/// The records of a run, by the number of their row.
#[derive(Debug)]
pub struct Records {
    file: File,
    len: u64,
    /// The last ones, not written yet.
    tail: Vec<u8>,
}

impl Records {
    /// None yet.
    ///
    /// # Errors
    /// When there is no place for a temporary file.
    pub fn new() -> io::Result<Self> {
        Ok(Self { file: tempfile::tempfile()?, len: 0, tail: Vec::new() })
    }

    /// Adds one at the end.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn push(&mut self, record: Record) -> io::Result<()> {
        self.tail.extend(record.to_bytes());
        self.len += 1;
        if self.len.is_multiple_of(CHUNK) { self.flush() } else { Ok(()) }
    }

    /// Writes what was added; to be called before anything is read.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn flush(&mut self) -> io::Result<()> {
        let end = self.len * SIZE as u64;
        self.file.write_all_at(&self.tail, end - self.tail.len() as u64)?;
        self.tail.clear();
        Ok(())
    }

    /// So many from this row on, or those that there are.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn load(&self, from: u64, count: u64) -> io::Result<Vec<Record>> {
        let count = count.min(self.len.saturating_sub(from));
        let size = usize::try_from(count).unwrap_or(0) * SIZE;
        let mut bytes = vec![0; size];
        self.file.read_exact_at(&mut bytes, from * SIZE as u64)?;
        bytes
            .chunks_exact(SIZE)
            .map(|bytes| Record::from_bytes(bytes).ok_or(io::ErrorKind::InvalidData.into()))
            .collect()
    }

    /// Replaces those from this row on.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn store(&self, from: u64, records: &[Record]) -> io::Result<()> {
        let bytes: Vec<u8> = records.iter().flat_map(|record| record.to_bytes()).collect();
        self.file.write_all_at(&bytes, from * SIZE as u64)
    }

    /// Each in turn; what `change` makes of it is kept.
    ///
    /// # Errors
    /// When they cannot be read or written.
    pub fn for_each(&self, mut change: impl FnMut(&mut Record)) -> io::Result<()> {
        let mut from = 0;
        while from < self.len {
            let mut chunk = self.load(from, CHUNK)?;
            let before = chunk.clone();
            chunk.iter_mut().for_each(&mut change);
            if before != chunk {
                self.store(from, &chunk)?;
            }
            from += CHUNK;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_of_a_row_is_read_again() {
        let mut records = Records::new().unwrap();
        let record = |at: u32| Record {
            fate: if at.is_multiple_of(2) { Fate::Held(at) } else { Fate::There },
            series: at,
            subject: NONE,
            header: 7,
            target: u64::MAX - u64::from(at),
            bytes: 5,
            sha256: [3; 32],
        };
        for at in 0..5000 {
            records.push(record(at)).unwrap();
        }
        records.flush().unwrap();
        assert_eq!(records.load(4097, 2).unwrap(), [record(4097), record(4098)]);
        records.store(4998, &[Record::NEW]).unwrap();
        records.for_each(|record| record.bytes += 1).unwrap();
        let end = records.load(4998, 100).unwrap();
        assert_eq!(end, [Record { bytes: 1, ..Record::NEW }, Record { bytes: 6, ..record(4999) }]);
    }
}
