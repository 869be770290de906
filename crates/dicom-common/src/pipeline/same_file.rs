//! A file that is opened more than once, and must be the same each time.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::code::{Code, Fault, Outcome};
use crate::dataset::open;
use crate::files::identity::Identity;
use crate::pipeline::seal::Seal;

/// A file that was opened and checked once. What is opened again under its name is that file, and
/// nobody has changed it since, or it is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameFile {
    path: PathBuf,
    identity: Identity,
}

impl SameFile {
    /// Opens a file for the first time, as an earlier tool has sealed it; gives its length in bytes too.
    ///
    /// # Errors
    /// `E_UNREADABLE`, `E_CHANGED`.
    pub fn open(path: &Path, seal: &Seal) -> Outcome<(Self, File, u64)> {
        let (file, len) = open(path)?;
        // Before its content is looked at: who changes it meanwhile has changed it since.
        let identity = Identity::of(&file).map_err(|e| Fault::reading(&e))?;
        seal.check(&file, len)?;
        Ok((Self { path: path.to_owned(), identity }, file, len))
    }

    /// A file of this path that was opened earlier.
    pub(super) fn known(path: &Path, identity: Identity) -> Self {
        Self { path: path.to_owned(), identity }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// As what it was opened.
    pub(super) fn identity(&self) -> Identity {
        self.identity
    }

    /// Opens it again; gives its length in bytes too.
    ///
    /// # Errors
    /// `E_CHANGED` where it is another file by now, or was changed; `E_UNREADABLE`.
    pub fn again(&self) -> Outcome<(File, u64)> {
        let (file, len) = open(&self.path)?;
        self.check(&file)?;
        Ok((file, len))
    }

    /// Checks, after it was read, that nobody has changed it meanwhile.
    ///
    /// # Errors
    /// `E_CHANGED`.
    pub fn check(&self, file: &File) -> Outcome<()> {
        if self.identity.is_of(file) { Ok(()) } else { Err(Fault(Code::Changed)) }
    }
}
