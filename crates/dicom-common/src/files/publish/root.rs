//! An output folder that is held open, and what lies below it.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use crate::files::folder::{Folder, Present};

/// An output folder.
#[derive(Debug)]
pub(super) struct Root {
    /// As the user named it.
    pub(super) path: PathBuf,
    /// Held open.
    pub(super) folder: Folder,
}

/// Where a target lies: the folder, below the root, and its name there.
pub(super) struct Place<'a> {
    pub(super) folder: &'a Path,
    pub(super) name: &'a OsStr,
}

impl Root {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { path: path.to_owned(), folder: Folder::made_named(path)? })
    }

    /// Whether it was not removed.
    pub(super) fn is_there(&self) -> bool {
        Folder::named(&self.path)
            .and_then(|now| Ok(now.own_id()? == self.folder.own_id()?))
            .unwrap_or(false)
    }

    /// Where a path that begins with the root's lies.
    ///
    /// # Errors
    /// `InvalidInput` for any other path.
    pub(super) fn place<'a>(&self, target: &'a Path) -> io::Result<Place<'a>> {
        let outside = || io::Error::from(io::ErrorKind::InvalidInput);
        let below = target.strip_prefix(&self.path).map_err(|_| outside())?;
        let name = below.file_name().ok_or_else(outside)?;
        Ok(Place { folder: below.parent().ok_or_else(outside)?, name })
    }

    /// What is at a target.
    pub(super) fn present(&self, target: &Path) -> io::Result<Present> {
        let Place { folder, name } = self.place(target)?;
        match self.folder.below(folder) {
            Ok(folder) => folder.present(name),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Present::Nothing),
            Err(error) => Err(error),
        }
    }
}
