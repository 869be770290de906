//! Which file it is, and whether it is still as it was.

use std::fs::File;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::num::NonZeroU64;
use std::sync::OnceLock;

use rustix::fs::Stat;

/// Which file: its file system and its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileId {
    device: u64,
    inode: u64,
}

impl From<&Stat> for FileId {
    fn from(stat: &Stat) -> Self {
        Self { device: stat.st_dev, inode: stat.st_ino }
    }
}

impl FileId {
    /// Of an open file.
    ///
    /// # Errors
    /// What the system says.
    pub fn of(file: &File) -> io::Result<Self> {
        Ok(Self::from(&rustix::fs::fstat(file)?))
    }
}

/// A file as it was at one time: which one it is, its length, and when it was last changed. That
/// time (ctime) is the kernel's: whoever changes content, length or name cannot set it back.
///
/// Kept as a hash under a key of this process, so that millions fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity(NonZeroU64);

impl Identity {
    /// Of an open file.
    ///
    /// # Errors
    /// What the system says.
    pub fn of(file: &File) -> io::Result<Self> {
        static KEY: OnceLock<RandomState> = OnceLock::new();
        let stat = rustix::fs::fstat(file)?;
        let FileId { device, inode } = FileId::from(&stat);
        let changed = (stat.st_ctime, stat.st_ctime_nsec);
        let hash = KEY.get_or_init(RandomState::new);
        let hash = hash.hash_one((device, inode, stat.st_size, changed));
        Ok(Self(NonZeroU64::new(hash).unwrap_or(NonZeroU64::MIN)))
    }

    /// Whether an open file is this one, unchanged.
    pub fn is_of(&self, file: &File) -> bool {
        Self::of(file).is_ok_and(|now| now == *self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_file_that_was_changed_or_replaced_is_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, b"one").unwrap();
        let file = File::open(&path).unwrap();
        let was = Identity::of(&file).unwrap();
        assert!(was.is_of(&File::open(&path).unwrap()));
        let other = folder.path().join("b");
        fs::copy(&path, &other).unwrap();
        assert!(!was.is_of(&File::open(&other).unwrap()), "the same bytes, another file");
        // The kernel's clock goes in steps of some milliseconds.
        std::thread::sleep(std::time::Duration::from_millis(20));
        fs::write(&path, b"two").unwrap();
        assert!(!was.is_of(&file), "the same length, other bytes");
    }
}
