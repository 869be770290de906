//! Folders by their handles: what lies below one is reached step by step, and no step follows a link.
//!
//! A name that was checked and is opened again may by then be a link that somebody has planted. A
//! handle stays the folder that it was.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Component, Path};

use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags, RenameFlags, ResolveFlags};
use rustix::io::Errno;

use crate::files::identity::FileId;

/// A folder that is open.
#[derive(Debug)]
pub struct Folder(OwnedFd);

/// Who may enter a folder or open a file that is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Its owner alone.
    Owner,
    /// As the user's umask says.
    Usual,
}

/// What has a name in a folder.
#[derive(Debug)]
pub enum Present {
    /// Nothing.
    Nothing,
    /// A regular file, open for reading.
    File(File),
    /// A link, folder, pipe or device, or a file that may not be read.
    Other,
}

const FOLDER: OFlags = OFlags::DIRECTORY.union(OFlags::CLOEXEC);
/// What a step below a folder may be: no link.
const STEP: OFlags = FOLDER.union(OFlags::NOFOLLOW);

impl Folder {
    /// Opens a folder that a user named: links in that name are the user's own.
    ///
    /// # Errors
    /// What the system says.
    pub fn named(path: &Path) -> io::Result<Self> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        Ok(Self(rustix::fs::openat(CWD, path, FOLDER, Mode::empty())?))
    }

    /// The same, and the folder is made if it is not there.
    ///
    /// # Errors
    /// What the system says.
    pub fn made_named(path: &Path) -> io::Result<Self> {
        fs::create_dir_all(path)?;
        Self::named(path)
    }

    /// The folder of this name in this one.
    ///
    /// # Errors
    /// [`is_link`] for a link, or what the system says.
    pub fn folder(&self, name: &OsStr) -> io::Result<Self> {
        match rustix::fs::openat(&self.0, name, STEP, Mode::empty()) {
            Ok(folder) => Ok(Self(folder)),
            Err(Errno::NOTDIR) => {
                let stat = rustix::fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW)?;
                let is_link = FileType::from_raw_mode(stat.st_mode) == FileType::Symlink;
                Err(if is_link { Errno::LOOP } else { Errno::NOTDIR }.into())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The same, made if it is not there.
    ///
    /// # Errors
    /// [`is_link`] for a link, or what the system says.
    pub fn made_folder(&self, name: &OsStr) -> io::Result<Self> {
        match self.folder(name) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            result => return result,
        }
        match self.make_folder(name, Access::Usual) {
            // Another thread or run may make it at the same time.
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => self.folder(name),
        }
    }

    /// Makes a folder that is not there yet.
    ///
    /// # Errors
    /// `AlreadyExists`, or what the system says.
    pub fn make_folder(&self, name: &OsStr, access: Access) -> io::Result<()> {
        let mode = match access {
            Access::Owner => Mode::RWXU,
            Access::Usual => Mode::RWXU | Mode::RWXG | Mode::RWXO,
        };
        Ok(rustix::fs::mkdirat(&self.0, name, mode)?)
    }

    /// The folder at a relative path below this one; an empty path is this folder.
    ///
    /// # Errors
    /// `InvalidInput` for a path that leads out of it, [`is_link`] for a link on the way, or what the
    /// system says.
    pub fn below(&self, path: &Path) -> io::Result<Self> {
        match self.at_once(path) {
            Ok(Some(folder)) => Ok(folder),
            Ok(None) => self.walk(path, Self::folder),
            Err(error) => Err(error),
        }
    }

    /// The same, and what is missing of it is made.
    ///
    /// # Errors
    /// As [`Folder::below`].
    pub fn made_below(&self, path: &Path) -> io::Result<Self> {
        match self.at_once(path) {
            Ok(Some(folder)) => Ok(folder),
            _ => self.walk(path, Self::made_folder),
        }
    }

    /// All steps in one call; `None` where only steps can tell what is wrong, or where the system has no
    /// such call (Linux has it since 5.6).
    ///
    /// # Errors
    /// `NotFound`.
    fn at_once(&self, path: &Path) -> io::Result<Option<Self>> {
        let is_plain = path.components().all(|part| matches!(part, Component::Normal(_)));
        if !is_plain || path.as_os_str().is_empty() {
            return Ok(None);
        }
        let steps = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
        match rustix::fs::openat2(&self.0, path, STEP, Mode::empty(), steps) {
            Ok(folder) => Ok(Some(Self(folder))),
            Err(Errno::NOENT) => Err(Errno::NOENT.into()),
            Err(_) => Ok(None),
        }
    }

    fn walk(
        &self,
        path: &Path,
        step: impl Fn(&Self, &OsStr) -> io::Result<Self>,
    ) -> io::Result<Self> {
        let mut folder = Self(self.0.try_clone()?);
        for part in path.components() {
            let Component::Normal(name) = part else {
                return Err(io::ErrorKind::InvalidInput.into());
            };
            folder = step(&folder, name)?;
        }
        Ok(folder)
    }

    /// Makes a file that is not there yet, open for reading and writing.
    ///
    /// # Errors
    /// `AlreadyExists` for a link too, or what the system says.
    pub fn create(&self, name: &OsStr, access: Access) -> io::Result<File> {
        let flags = OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::RDWR;
        let mode = match access {
            Access::Owner => Mode::RUSR | Mode::WUSR,
            Access::Usual => {
                Mode::RUSR | Mode::WUSR | Mode::RGRP | Mode::WGRP | Mode::ROTH | Mode::WOTH
            }
        };
        Ok(rustix::fs::openat(&self.0, name, flags | OFlags::CLOEXEC, mode)?.into())
    }

    /// What has this name here.
    ///
    /// # Errors
    /// What the system says.
    pub fn present(&self, name: &OsStr) -> io::Result<Present> {
        // Without waiting: opening a FIFO would wait for a writer.
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        match rustix::fs::openat(&self.0, name, flags, Mode::empty()) {
            Ok(file) => {
                let file = File::from(file);
                Ok(if file.metadata()?.is_file() { Present::File(file) } else { Present::Other })
            }
            Err(Errno::NOENT) => Ok(Present::Nothing),
            // A link, a socket, a device that is not there, a file of somebody else.
            Err(Errno::LOOP | Errno::NXIO | Errno::NODEV | Errno::ACCESS) => Ok(Present::Other),
            Err(error) => Err(error.into()),
        }
    }

    /// Which file has this name, links not followed.
    ///
    /// # Errors
    /// What the system says.
    pub fn id(&self, name: &OsStr) -> io::Result<FileId> {
        Ok(FileId::from(&rustix::fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW)?))
    }

    /// Gives a file of this folder a name in another one, where it replaces what has that name.
    ///
    /// # Errors
    /// What the system says.
    pub fn rename(&self, name: &OsStr, to: &Folder, target: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::renameat(&self.0, name, &to.0, target)?)
    }

    /// The same for a name that nothing has.
    ///
    /// # Errors
    /// `AlreadyExists`, or what the system says.
    pub fn rename_new(&self, name: &OsStr, to: &Folder, target: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::renameat_with(&self.0, name, &to.0, target, RenameFlags::NOREPLACE)?)
    }

    /// Gives a file elsewhere a further name, here.
    ///
    /// # Errors
    /// What the system says.
    pub fn link(&self, source: &Path, name: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::linkat(CWD, source, &self.0, name, AtFlags::empty())?)
    }

    /// Removes a name that is no folder's; of a link, the link alone.
    ///
    /// # Errors
    /// What the system says.
    pub fn remove_file(&self, name: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(&self.0, name, AtFlags::empty())?)
    }

    /// Removes an empty folder.
    ///
    /// # Errors
    /// What the system says.
    pub fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(&self.0, name, AtFlags::REMOVEDIR)?)
    }

    /// The names in it, without links followed, in no order; whether each is a folder's.
    ///
    /// # Errors
    /// What the system says.
    pub fn entries(&self) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in Dir::read_from(&self.0)? {
            let entry = entry?;
            let name = OsString::from_vec(entry.file_name().to_bytes().to_vec());
            if matches!(name.as_bytes(), b"." | b"..") {
                continue;
            }
            let kind = match entry.file_type() {
                FileType::Unknown => FileType::from_raw_mode(
                    rustix::fs::statat(&self.0, &name, AtFlags::SYMLINK_NOFOLLOW)?.st_mode,
                ),
                kind => kind,
            };
            entries.push(Entry { name, is_folder: kind == FileType::Directory });
        }
        Ok(entries)
    }

    /// Holds it against other runs that hold it, until the handle is dropped.
    ///
    /// # Errors
    /// What the system says.
    pub fn lock(&self) -> io::Result<()> {
        Ok(rustix::fs::flock(&self.0, rustix::fs::FlockOperation::LockExclusive)?)
    }

    /// Which folder it is.
    ///
    /// # Errors
    /// What the system says.
    pub fn own_id(&self) -> io::Result<FileId> {
        Ok(FileId::from(&rustix::fs::fstat(&self.0)?))
    }

    /// Waits until everything written to its file system is on the disk.
    ///
    /// # Errors
    /// What the system says.
    pub fn sync(&self) -> io::Result<()> {
        Ok(rustix::fs::syncfs(self.0.as_fd())?)
    }
}

/// Whether this is how a link is told that stands where a folder belongs.
pub fn is_link(error: &io::Error) -> bool {
    error.raw_os_error() == Some(Errno::LOOP.raw_os_error())
}

/// A name in a folder.
#[derive(Debug)]
pub struct Entry {
    /// The name.
    pub name: OsString,
    /// Whether it is a folder's; a link is none.
    pub is_folder: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn no_step_below_a_folder_follows_a_link_or_leads_out() {
        let place = tempfile::tempdir().unwrap();
        fs::create_dir_all(place.path().join("victim/deep")).unwrap();
        fs::create_dir(place.path().join("root")).unwrap();
        symlink("../victim", place.path().join("root/link")).unwrap();
        let root = Folder::named(&place.path().join("root")).unwrap();
        for path in ["link", "link/deep", "link/new"] {
            let path = Path::new(path);
            for result in [root.below(path), root.made_below(path)] {
                assert!(is_link(&result.unwrap_err()), "{path:?}");
            }
        }
        for path in ["..", "../victim", "/", "a/../.."] {
            let error = root.made_below(Path::new(path)).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::InvalidInput, "{path}");
        }
        root.made_below(Path::new("a/b")).unwrap();
        root.below(Path::new("a/b")).unwrap();
        assert!(!place.path().join("victim/new").exists());
    }

    #[test]
    fn a_file_is_made_only_where_nothing_has_its_name() {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("victim"), b"precious").unwrap();
        symlink("victim", place.path().join("link")).unwrap();
        symlink("nowhere", place.path().join("loose")).unwrap();
        let folder = Folder::named(place.path()).unwrap();
        for name in ["link", "loose", "victim"] {
            let error = folder.create(OsStr::new(name), Access::Owner).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::AlreadyExists, "{name}");
        }
        assert!(matches!(folder.present(OsStr::new("link")).unwrap(), Present::Other));
        assert!(matches!(folder.present(OsStr::new("victim")).unwrap(), Present::File(_)));
        assert!(matches!(folder.present(OsStr::new("none")).unwrap(), Present::Nothing));
        assert!(!place.path().join("nowhere").exists());
    }
}
