//! Reference data that lies outside the project; tests that need it skip without it.

use std::path::{Path, PathBuf};

/// The folder, seen from a crate of the workspace; says so where there is none.
pub fn folder(manifest_dir: &str) -> Option<PathBuf> {
    let folder = Path::new(manifest_dir).join("../../../shared");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no reference data");
    None
}
