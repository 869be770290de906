//! A file of results (manifest, report) that appears under its name when it is whole.

use std::fs::{self, File, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::FlockOperation;

/// A file in the making, next to its target under a name that follows from the target's: what a
/// killed run left is written anew by the next.
///
/// ```
/// use std::io::Write;
///
/// use dicom_common::files::pending::{Pending, Readers};
///
/// let folder = tempfile::tempdir()?;
/// let target = folder.path().join("manifest.csv");
/// let pending = Pending::create(&target)?;
/// pending.handle()?.write_all(b"schema,status\n")?;
/// assert!(!target.exists());
/// pending.publish(Readers::Everyone)?;
/// assert!(target.exists());
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Pending {
    file: File,
    /// Its hidden name for now.
    path: PathBuf,
    /// The name that it gets.
    target: PathBuf,
}

/// Who may read a file of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Its owner alone: it shows values of the originals.
    Owner,
    /// Everyone who may read the folder: it shows nothing of the originals.
    Everyone,
}

impl Readers {
    /// The readers of a file that does or does not show values of the originals.
    pub fn of(shows_values: bool) -> Self {
        if shows_values { Readers::Owner } else { Readers::Everyone }
    }
}

impl Pending {
    /// Starts a file.
    ///
    /// # Errors
    /// When the folder is missing or cannot be written, and `ResourceBusy` when another run is
    /// writing the same file.
    pub fn create(target: &Path) -> io::Result<Self> {
        let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(".partial");
        let path = target.with_file_name(hidden);
        let file = File::options().create(true).truncate(false).write(true).open(&path)?;
        rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive)
            .map_err(|_| io::ErrorKind::ResourceBusy)?;
        file.set_len(0)?;
        file.set_permissions(Permissions::from_mode(0o600))?;
        Ok(Self { file, path, target: target.to_owned() })
    }

    /// Another handle to write with.
    ///
    /// # Errors
    /// When the system has no more of them.
    pub fn handle(&self) -> io::Result<File> {
        self.file.try_clone()
    }

    /// Gives the file its name, and these readers.
    ///
    /// # Errors
    /// When it cannot be synced or renamed.
    pub fn publish(self, readers: Readers) -> io::Result<()> {
        let mode = match readers {
            Readers::Owner => 0o600,
            Readers::Everyone => 0o644,
        };
        self.file.set_permissions(Permissions::from_mode(mode))?;
        self.file.sync_all()?;
        fs::rename(&self.path, &self.target)
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        // After a rename there is nothing under this name.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn what_was_not_finished_is_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a.csv");
        let pending = Pending::create(&target).unwrap();
        pending.handle().unwrap().write_all(b"half").unwrap();
        assert_eq!(Pending::create(&target).unwrap_err().kind(), io::ErrorKind::ResourceBusy);
        drop(pending);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        let pending = Pending::create(&target).unwrap();
        pending.handle().unwrap().write_all(b"whole").unwrap();
        pending.publish(Readers::Everyone).unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"whole");
    }
}
