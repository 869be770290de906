//! A file that appears under its name when it is whole.

use std::fs::{File, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// A file in the making, next to its target.
#[derive(Debug)]
pub struct Pending {
    file: NamedTempFile,
    target: PathBuf,
}

impl Pending {
    /// Starts a file.
    ///
    /// # Errors
    /// When the folder is missing or cannot be written.
    pub fn create(target: &Path) -> io::Result<Self> {
        let folder =
            target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = tempfile::Builder::new().prefix(".hdrcheck-").tempfile_in(folder)?;
        Ok(Self { file, target: target.to_owned() })
    }

    /// Another handle to write with.
    ///
    /// # Errors
    /// When the system has no more of them.
    pub fn handle(&self) -> io::Result<File> {
        self.file.as_file().try_clone()
    }

    /// Gives the file its name; one that shows values stays readable by its owner alone.
    ///
    /// # Errors
    /// When it cannot be synced or renamed.
    pub fn publish(self, shows_values: bool) -> io::Result<()> {
        let mode = if shows_values { 0o600 } else { 0o644 };
        self.file.as_file().set_permissions(Permissions::from_mode(mode))?;
        self.file.as_file().sync_all()?;
        self.file.persist(self.target).map_err(|e| e.error)?;
        Ok(())
    }
}
