//! Files of settings that flags name: small, whatever somebody has put in their place.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Bytes of the largest file of settings: a list of words of a whole language takes a tenth of it.
pub const LARGEST: u64 = 64 << 20;

/// The bytes of a file of settings.
///
/// # Errors
/// `FileTooLarge` for more than [`LARGEST`], `InvalidInput` for what is no file, pipe or device, or what
/// the system says.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    read_at_most(path, LARGEST)
}

/// The same for a file of UTF-8.
///
/// # Errors
/// `InvalidData` for other bytes, and those of [`read`].
pub fn read_text(path: &Path) -> io::Result<String> {
    String::from_utf8(read(path)?).map_err(|_| io::ErrorKind::InvalidData.into())
}

/// The same for a file of at most so many bytes.
///
/// # Errors
/// As [`read`].
pub fn read_at_most(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut bytes = Vec::new();
    // Pipes have no length, and what has one may grow.
    file.take(most + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 <= most {
        true => Ok(bytes),
        false => Err(io::ErrorKind::FileTooLarge.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_end_is_not_read_to_it() {
        let error = read_at_most(Path::new("/dev/zero"), 1000).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        assert!(read(Path::new("/")).is_err());
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, vec![b'a'; 1000]).unwrap();
        assert_eq!(read_at_most(&path, 1000).unwrap().len(), 1000);
        assert!(read_at_most(&path, 999).is_err());
    }
}
