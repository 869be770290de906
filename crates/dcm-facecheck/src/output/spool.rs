//! Pictures that wait for the end of the run: on the disk, as those of a large run are too many
//! for the memory. The file has no name and goes with the run.

use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;

/// A file of pictures.
pub(super) struct Spool {
    file: File,
    /// Length of the file in bytes: where the next picture begins.
    end: u64,
}

/// Where a picture lies.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    /// Bytes before it.
    at: u64,
    /// Its length in bytes.
    length: usize,
}

impl Slot {
    /// The beginning of the picture.
    pub(super) fn first(self, bytes: usize) -> Self {
        Self { length: self.length.min(bytes), ..self }
    }
}

impl Spool {
    /// A file on the disk that the target will be on.
    pub(super) fn beside(target: &Path) -> io::Result<Self> {
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        let file = tempfile::tempfile_in(folder.unwrap_or(Path::new(".")))?;
        Ok(Self { file, end: 0 })
    }

    pub(super) fn put(&mut self, picture: &[u8]) -> io::Result<Slot> {
        self.file.write_all(picture)?;
        let slot = Slot { at: self.end, length: picture.len() };
        self.end += picture.len() as u64;
        Ok(slot)
    }

    pub(super) fn read(&self, slot: Slot) -> io::Result<Vec<u8>> {
        let mut picture = vec![0; slot.length];
        self.file.read_exact_at(&mut picture, slot.at)?;
        Ok(picture)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_come_back_whole_and_leave_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let mut spool = Spool::beside(&folder.path().join("report.xlsx")).unwrap();
        let slots = [b"one".as_slice(), b"", b"three"].map(|picture| spool.put(picture).unwrap());
        assert_eq!(slots.map(|slot| spool.read(slot).unwrap()), [&b"one"[..], b"", b"three"]);
        assert_eq!(spool.read(slots[2].first(2)).unwrap(), b"th");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
