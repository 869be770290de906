//! `@integer`: the numbers given so far, kept in a file so that the next run goes on counting.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Mutex;

use dicom_common::code::{Code, Fault, Outcome};

/// Numbers by type and value, each type counted from 1.
#[derive(Debug, Default)]
pub struct Integers(Mutex<Given>);

/// The numbers that were given.
#[derive(Debug, Default)]
struct Given {
    /// By type and value.
    numbers: HashMap<(String, String), u64>,
    /// The highest of each type.
    last: HashMap<String, u64>,
    /// Where new ones are written; none in a dry run, or without a file.
    file: Option<File>,
}

/// What may be done with the file of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// New numbers are added to it; it is made, with mode 0600, if it is not there.
    Append,
    /// New numbers are given, and forgotten: for dry runs.
    ReadOnly,
}

impl Integers {
    /// The numbers of a file (CSV: type, value, number), to which those that come are added as
    /// `access` says.
    ///
    /// # Errors
    /// When it cannot be read, or is no such file.
    pub fn open(path: &Path, access: Access) -> io::Result<Self> {
        let mut given = Given::default();
        match access {
            Access::ReadOnly => match File::open(path) {
                Ok(file) => given.read(&file)?,
                Err(e) if e.kind() == io::ErrorKind::NotFound => {}
                Err(e) => return Err(e),
            },
            Access::Append => {
                let mut options = OpenOptions::new();
                let file = options.read(true).append(true).create(true).mode(0o600).open(path)?;
                // Two runs at a time would give the same numbers to different values.
                file.try_lock().map_err(io::Error::from)?;
                given.read(&file)?;
                given.file = Some(file);
            }
        }
        Ok(Self(Mutex::new(given)))
    }

    /// The number of a value, filled with zeros to a width. It is on its way to the disk before
    /// any file has it.
    ///
    /// # Errors
    /// `E_UNWRITABLE`.
    pub fn number(&self, kind: &str, value: &str, width: usize) -> Outcome<String> {
        let mut given = self.0.lock().map_err(|_| Fault(Code::Internal))?;
        let key = (kind.to_owned(), value.trim().to_owned());
        let number = match given.numbers.get(&key) {
            Some(number) => *number,
            None => given.add(key).map_err(|e| Fault::writing(&e))?,
        };
        Ok(format!("{number:0width$}"))
    }
}

impl Given {
    fn read(&mut self, file: &File) -> io::Result<()> {
        let invalid = || io::Error::from(io::ErrorKind::InvalidData);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(file);
        for row in reader.deserialize() {
            let (kind, value, number): (String, String, u64) = row.map_err(|_| invalid())?;
            let last = self.last.entry(kind.clone()).or_default();
            *last = number.max(*last);
            if self.numbers.insert((kind, value), number).is_some() {
                return Err(invalid());
            }
        }
        Ok(())
    }

    fn add(&mut self, key: (String, String)) -> io::Result<u64> {
        let last = self.last.entry(key.0.clone()).or_default();
        let number = *last + 1;
        if let Some(file) = &mut self.file {
            let mut line = csv::Writer::from_writer(Vec::new());
            line.write_record([key.0.as_str(), key.1.as_str(), &number.to_string()])?;
            let line = line.into_inner().map_err(|e| io::Error::from(e.error().kind()))?;
            file.write_all(&line)?;
        }
        *last = number;
        self.numbers.insert(key, number);
        Ok(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_same_again_and_go_on_in_the_next_run() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("integers.csv");
        let first = Integers::open(&path, Access::Append).unwrap();
        assert_eq!(first.number("ptid", "A", 5).unwrap(), "00001");
        assert_eq!(first.number("ptid", "B, \"x\"", 0).unwrap(), "2");
        assert_eq!(first.number("acc", "A", 2).unwrap(), "01");
        assert_eq!(first.number("ptid", " A ", 5).unwrap(), "00001");
        assert!(Integers::open(&path, Access::Append).is_err(), "in use");
        drop(first);
        let second = Integers::open(&path, Access::ReadOnly).unwrap();
        assert_eq!(second.number("ptid", "B, \"x\"", 3).unwrap(), "002");
        assert_eq!(second.number("ptid", "C", 3).unwrap(), "003");
        assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 3, "a dry run");
        std::fs::write(&path, "ptid,A,one\n").unwrap();
        assert!(Integers::open(&path, Access::Append).is_err());
    }
}
