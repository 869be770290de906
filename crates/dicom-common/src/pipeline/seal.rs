//! Whether a file is still the one that a manifest names.

use std::fs::File;
use std::io::{Read, Seek};

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::code::{Code, Fault, Outcome};
use crate::pipeline::manifest::{Column, Header, Row};

/// What a row says of its file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seal {
    bytes: Option<u64>,
    sha256: Option<String>,
}

impl Seal {
    /// What the row says.
    pub fn of(row: &Row, header: &Header) -> Self {
        let sha256 = row.get(header, Column::Sha256);
        Self {
            bytes: match row.get(header, Column::Bytes) {
                "" if !header.has(Column::Bytes) => None,
                // What no file is as long as is no reason to trust any length, nor is a blank.
                bytes => Some(bytes.parse().unwrap_or(u64::MAX)),
            },
            sha256: (!sha256.is_empty()).then(|| sha256.to_ascii_lowercase()),
        }
    }

    /// Whether the row says anything of it.
    pub fn is_given(&self) -> bool {
        self.bytes.is_some() || self.sha256.is_some()
    }

    /// Checks an open file of `len` bytes.
    ///
    /// # Errors
    /// `E_CHANGED`, `E_UNREADABLE`.
    pub fn check(&self, file: &File, len: u64) -> Outcome<()> {
        let same = self.bytes.is_none_or(|bytes| bytes == len)
            && match &self.sha256 {
                Some(sha256) => checksum(file)? == *sha256,
                None => true,
            };
        if same { Ok(()) } else { Err(Fault(Code::Changed)) }
    }
}

/// SHA-256 of a file, in hexadecimal; the file is read from its start and left there.
///
/// # Errors
/// `E_UNREADABLE`.
pub fn checksum(mut file: &File) -> Outcome<String> {
    let unreadable = |_| Fault(Code::Unreadable);
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    file.rewind().map_err(unreadable)?;
    loop {
        let read = file.read(&mut buffer).map_err(unreadable)?;
        match buffer.get(..read) {
            None | Some([]) => break,
            Some(bytes) => hash.update(bytes),
        }
    }
    file.rewind().map_err(unreadable)?;
    Ok(HEXLOWER.encode(&hash.finalize()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_length_that_is_missing_or_that_no_file_has_is_not_taken_for_any() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"abc").unwrap();
        let header = Header::of(&[Column::Bytes]);
        let check = |bytes: &str| {
            let mut row = Row::empty(&header);
            row.set(&header, Column::Bytes, bytes);
            Seal::of(&row, &header).check(&file, 3)
        };
        assert_eq!(check(""), Err(Fault(Code::Changed)), "tools leave no length out");
        let none = Header::of(&[Column::Path]);
        assert_eq!(Seal::of(&Row::empty(&none), &none).check(&file, 3), Ok(()));
        assert_eq!(check("3"), Ok(()));
        assert_eq!(check("99999999999999999999"), Err(Fault(Code::Changed)));
    }
}
