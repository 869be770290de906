//! A generated file.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Where a file belongs below the root, and what must stand in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Below the root, `docs/codes.md`.
    pub path: PathBuf,
    /// All of it.
    pub content: String,
}

impl Page {
    /// A page; spaces at line ends and empty lines at the end do not survive.
    pub fn new(path: impl Into<PathBuf>, content: &str) -> Self {
        let lines: Vec<_> = content.trim_end().lines().map(str::trim_end).collect();
        Self { path: path.into(), content: lines.join("\n") + "\n" }
    }

    /// Whether the file is there with this content.
    pub fn is_fresh(&self, root: &Path) -> bool {
        fs::read(root.join(&self.path)).is_ok_and(|found| found == self.content.as_bytes())
    }

    /// Writes the file if it has to change.
    ///
    /// # Errors
    /// When it, or its folder, cannot be written.
    pub fn write(&self, root: &Path) -> Result<()> {
        if self.is_fresh(root) {
            return Ok(());
        }
        let path = root.join(&self.path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot make {}", folder.display()))?;
        }
        fs::write(&path, &self.content).with_context(|| format!("cannot write {}", path.display()))
    }
}
