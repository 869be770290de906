//! Files that are written but have no final name yet.

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::content::same_bytes;
use super::root::{Place, Root};
use crate::code::{Code, Fault, Outcome};
use crate::files::folder::{Access, Folder, Present};
use crate::files::identity::FileId;

/// What becomes of a file that is already there under the final name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and the new file is not published.
    Keep,
    /// The new file takes its place.
    Replace,
}

impl Existing {
    /// As `--force` says.
    pub fn with_force(force: bool) -> Self {
        if force { Existing::Replace } else { Existing::Keep }
    }
}

/// A file in the staging folder that is not published yet; dropping it removes it.
#[derive(Debug)]
pub struct Staged {
    /// The output that it is staged for.
    root: Arc<Root>,
    /// The run's staging folder.
    staging: Arc<Folder>,
    /// Where it lies in there.
    path: PathBuf,
    /// Which file it is; unknown of one that was left under its number.
    id: Option<FileId>,
    /// Whether it has its final name: then there is nothing to remove.
    published: AtomicBool,
}

impl Staged {
    /// The file at this path in a staging folder.
    pub(super) fn at(root: Arc<Root>, staging: Arc<Folder>, path: PathBuf) -> Self {
        Self { root, staging, path, id: None, published: AtomicBool::new(false) }
    }

    /// Makes the file.
    pub(super) fn create(&mut self, access: Access) -> io::Result<File> {
        let file = self.make(|folder, name| folder.create(name, access))?;
        self.id = Some(FileId::of(&file)?);
        Ok(file)
    }

    /// Makes it a further name of a file that is open.
    pub(super) fn link(&mut self, source: &Path, file: &File) -> io::Result<()> {
        let id = self.make(|folder, name| {
            folder.link(source, name)?;
            folder.id(name)
        })?;
        self.id = Some(id);
        (id == FileId::of(file)?).then_some(()).ok_or(io::ErrorKind::InvalidData.into())
    }

    /// In its folder, which is made if it is not there.
    fn make<T>(&mut self, make: impl Fn(&Folder, &OsStr) -> io::Result<T>) -> io::Result<T> {
        // Until there is a file there is nothing to remove.
        *self.published.get_mut() = true;
        let name = self.file_name()?;
        let made = match self.folder().and_then(|folder| make(&folder, name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let parent = self.path.parent().ok_or(io::ErrorKind::InvalidInput)?;
                make(&self.staging.made_below(parent)?, name)?
            }
            result => result?,
        };
        *self.published.get_mut() = false;
        Ok(made)
    }

    /// Opens it anew, to read it.
    ///
    /// # Errors
    /// What the system says; `InvalidInput` where it is no regular file any more.
    pub fn open(&self) -> io::Result<File> {
        match self.folder()?.present(self.file_name()?)? {
            Present::File(file) => Ok(file),
            Present::Other => Err(io::ErrorKind::InvalidInput.into()),
            Present::Nothing => Err(io::ErrorKind::NotFound.into()),
        }
    }

    /// Whether a target holds the same bytes.
    pub fn is_same_as(&self, target: &Path) -> bool {
        match (self.open(), self.root.present(target)) {
            (Ok(staged), Ok(Present::File(there))) => same_bytes(&staged, &there),
            _ => false,
        }
    }

    /// Gives the file its final name; `existing` says what becomes of a file that has it.
    ///
    /// # Errors
    /// `AlreadyExists`, `InvalidData` where the file was exchanged for another, or what the system says.
    pub fn publish(&self, target: &Path, existing: Existing) -> io::Result<()> {
        let Place { folder, name } = self.root.place(target)?;
        self.rename(&self.root.folder.below(folder)?, name, existing)
    }

    fn rename(&self, to: &Folder, target: &OsStr, existing: Existing) -> io::Result<()> {
        let (folder, name) = (self.folder()?, self.file_name()?);
        if self.id.is_some() && self.id != Some(folder.id(name)?) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        match existing {
            Existing::Replace => folder.rename(name, to, target)?,
            Existing::Keep => folder.rename_new(name, to, target)?,
        }
        self.published.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Gives the file its final name, folders included; tells whether that changed anything: another
    /// run may just have written the same.
    ///
    /// # Errors
    /// `E_EXISTS`, `E_LINK`, `E_CHANGED`, `E_UNWRITABLE`.
    pub fn name(&self, target: &Path, existing: Existing) -> Outcome<bool> {
        let mut published = self.publish(target, existing);
        if let Err(error) = &published
            && error.kind() == io::ErrorKind::NotFound
        {
            published = self.root.place(target).and_then(|Place { folder, name }| {
                self.rename(&self.root.folder.made_below(folder)?, name, existing)
            });
        }
        match published {
            Ok(()) => Ok(true),
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
                self.is_same_as(target).then_some(false).ok_or(Fault(Code::Exists))
            }
            Err(e) if e.kind() == io::ErrorKind::InvalidData => Err(Fault(Code::Changed)),
            Err(e) => Err(Fault::writing(&e)),
        }
    }

    /// Leaves the file in the staging folder, where `Output::numbered` finds it; it goes
    /// with the run if nobody names it.
    pub fn leave(self) {
        self.published.store(true, Ordering::Relaxed);
    }

    fn folder(&self) -> io::Result<Folder> {
        self.staging.below(self.path.parent().ok_or(io::ErrorKind::InvalidInput)?)
    }

    fn file_name(&self) -> io::Result<&OsStr> {
        Ok(self.path.file_name().ok_or(io::ErrorKind::InvalidInput)?)
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !*self.published.get_mut() {
            // What remains is removed by the next run at the latest.
            let _ = self
                .folder()
                .and_then(|folder| folder.remove_file(self.path.file_name().unwrap_or_default()));
        }
    }
}
