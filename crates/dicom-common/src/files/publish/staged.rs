//! Files that are written but have no final name yet.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::content::same_content;
use crate::code::{Code, Fault, Outcome};

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
    path: PathBuf,
    /// Whether it has its final name: then there is nothing to remove.
    published: AtomicBool,
}

impl Staged {
    /// The file at this path.
    pub(super) fn at(path: PathBuf) -> Self {
        Self { path, published: AtomicBool::new(false) }
    }

    /// Gives the file its final name; `existing` says what becomes of a file that has it.
    ///
    /// # Errors
    /// `AlreadyExists`, or what the system says.
    pub fn publish(&self, target: &Path, existing: Existing) -> io::Result<()> {
        if existing == Existing::Replace {
            fs::rename(&self.path, target)?;
        } else {
            let (here, flags) = (rustix::fs::CWD, rustix::fs::RenameFlags::NOREPLACE);
            rustix::fs::renameat_with(here, &self.path, here, target, flags)?;
        }
        self.published.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Gives the file its final name, folders included; tells whether that changed anything: another
    /// run may just have written the same.
    ///
    /// # Errors
    /// `E_EXISTS`, `E_UNWRITABLE`.
    pub fn name(&self, target: &Path, existing: Existing) -> Outcome<bool> {
        let mut published = self.publish(target, existing);
        if let (Err(error), Some(folder)) = (&published, target.parent())
            && error.kind() == io::ErrorKind::NotFound
        {
            fs::create_dir_all(folder).map_err(|e| Fault::writing(&e))?;
            published = self.publish(target, existing);
        }
        match published {
            Ok(()) => Ok(true),
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
                same_content(self.path(), target).then_some(false).ok_or(Fault(Code::Exists))
            }
            Err(e) => Err(Fault::writing(&e)),
        }
    }

    /// Leaves the file in the staging folder, where `Output::numbered` finds it; it goes
    /// with the run if nobody names it.
    pub fn leave(self) {
        self.published.store(true, Ordering::Relaxed);
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !*self.published.get_mut() {
            // What remains is removed by the next run at the latest.
            let _ = fs::remove_file(&self.path);
        }
    }
}
