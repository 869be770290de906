//! A file of results (manifest, report) that appears under its name when it is whole.

use std::ffi::{OsStr, OsString};
use std::fs::{File, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::sync::Arc;

use rustix::fs::FlockOperation;

use crate::files::folder::{Access, Folder, Present};
use crate::files::identity::FileId;

/// So often a name is tried that other runs make and remove at the same time.
const ATTEMPTS: usize = 16;

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
    /// Which file it is: under its hidden name may by now lie another.
    id: FileId,
    /// Its folder.
    folder: Arc<Folder>,
    /// Its hidden name for now.
    hidden: OsString,
    /// The name that it gets.
    target: OsString,
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
    /// Starts a file, readable by its owner alone.
    ///
    /// # Errors
    /// When the folder is missing or cannot be written; `ResourceBusy` when another run is writing the
    /// same file; `AlreadyExists` when what has its hidden name was made by no such run: a link,
    /// somebody else's file, or one that has further names.
    pub fn create(target: &Path) -> io::Result<Self> {
        let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        let folder = Folder::named(target.parent().unwrap_or(Path::new("")))?;
        Self::create_in(&Arc::new(folder), name)
    }

    /// The same in a folder that is open.
    ///
    /// # Errors
    /// As [`Pending::create`].
    pub fn create_in(folder: &Arc<Folder>, name: &OsStr) -> io::Result<Self> {
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(".partial");
        let file = new_file(folder, &hidden)?;
        let id = FileId::of(&file)?;
        Ok(Self { file, id, folder: folder.clone(), hidden, target: name.to_owned() })
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
        if self.folder.id(&self.hidden)? != self.id {
            return Err(io::ErrorKind::ResourceBusy.into());
        }
        self.folder.rename(&self.hidden, &self.folder, &self.target)
    }
}

/// Makes a file and locks it, in the place of one that a killed run left.
fn new_file(folder: &Folder, name: &OsStr) -> io::Result<File> {
    let busy = |_| io::Error::from(io::ErrorKind::ResourceBusy);
    let lock = |file: &File| {
        rustix::fs::flock(file, FlockOperation::NonBlockingLockExclusive).map_err(busy)
    };
    for _ in 0..ATTEMPTS {
        match folder.create(name, Access::Owner) {
            Ok(file) => {
                lock(&file)?;
                return Ok(file);
            }
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            Err(_) => {}
        }
        let left = match folder.present(name)? {
            Present::Nothing => continue,
            Present::Other => return Err(io::ErrorKind::AlreadyExists.into()),
            Present::File(left) => left,
        };
        let metadata = left.metadata()?;
        if metadata.nlink() > 1 || metadata.uid() != rustix::process::geteuid().as_raw() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        lock(&left)?;
        // Never written to: somebody may have it open to read along.
        if folder.id(name).is_ok_and(|id| FileId::of(&left).is_ok_and(|left| left == id)) {
            folder.remove_file(name)?;
        }
    }
    Err(io::ErrorKind::ResourceBusy.into())
}

impl Drop for Pending {
    fn drop(&mut self) {
        // After a rename there is nothing under this name.
        if self.folder.id(&self.hidden).is_ok_and(|id| id == self.id) {
            let _ = self.folder.remove_file(&self.hidden);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::io::Write;
    use std::os::unix::fs::symlink;

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

    #[test]
    fn what_no_run_made_is_neither_written_nor_removed() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("victim"), b"precious").unwrap();
        fs::create_dir(path(".folder.partial")).unwrap();
        symlink(path("victim"), path(".link.partial")).unwrap();
        symlink(path("nowhere"), path(".loose.partial")).unwrap();
        fs::hard_link(path("victim"), path(".hard.partial")).unwrap();
        for name in ["link", "loose", "hard", "folder"] {
            let error = Pending::create(&path(name)).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::AlreadyExists, "{name}");
            assert!(path(&format!(".{name}.partial")).symlink_metadata().is_ok(), "{name}");
        }
        assert_eq!(fs::read(path("victim")).unwrap(), b"precious");
        assert!(!path("nowhere").exists());
    }

    #[test]
    fn a_killed_runs_file_is_made_anew_and_nobody_reads_along() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path(".a.partial"), b"left").unwrap();
        let before = File::open(path(".a.partial")).unwrap();
        let pending = Pending::create(&path("a")).unwrap();
        pending.handle().unwrap().write_all(b"secret").unwrap();
        let mode = fs::metadata(path(".a.partial")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(before.metadata().unwrap().len(), 4, "another file");
        // Somebody puts another file in its place.
        fs::write(path("other"), b"other").unwrap();
        fs::rename(path("other"), path(".a.partial")).unwrap();
        assert!(pending.publish(Readers::Everyone).is_err());
        assert_eq!(fs::read(path(".a.partial")).unwrap(), b"other");
        assert!(!path("a").exists());
    }
}
