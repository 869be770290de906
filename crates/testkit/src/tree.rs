//! A folder's state: names, bytes, and whether files were written again.

use std::collections::BTreeMap;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use walkdir::WalkDir;

/// A file as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// All of its bytes.
    pub bytes: Vec<u8>,
    /// What changes when it is written again with the same bytes.
    pub identity: Identity,
}

/// What the file system knows of a file besides its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// The number of its inode.
    pub inode: u64,
    /// When it was modified, in nanoseconds since 1970.
    pub modified: i64,
    /// Permissions, `0o644`.
    pub mode: u32,
}

/// What a tool writes into its output folder to know it again.
pub const RECORD: &str = ".dcm-output.json";

/// The files below a folder, by their names relative to it, without the tool's own record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    entries: BTreeMap<Vec<u8>, Entry>,
    folders: Vec<Vec<u8>>,
}

impl Tree {
    /// What is there now; a missing folder is empty.
    pub fn of(folder: &Path) -> Self {
        let mut tree = Self::default();
        for entry in WalkDir::new(folder).sort_by_file_name() {
            let Ok(entry) = entry else { continue };
            let name = entry.path().strip_prefix(folder).unwrap();
            if entry.file_name() == RECORD {
                continue;
            }
            let name = name.as_os_str().as_bytes().to_vec();
            if entry.file_type().is_dir() {
                tree.folders.push(name);
                continue;
            }
            let metadata = entry.metadata().unwrap();
            let bytes = match metadata.is_file() {
                true => std::fs::read(entry.path()).unwrap(),
                false => Vec::new(),
            };
            let identity = Identity {
                inode: metadata.ino(),
                modified: metadata.mtime() * 1_000_000_000 + metadata.mtime_nsec(),
                mode: metadata.mode() & 0o7777,
            };
            tree.entries.insert(name, Entry { bytes, identity });
        }
        tree
    }

    /// Files by name.
    pub fn entries(&self) -> &BTreeMap<Vec<u8>, Entry> {
        &self.entries
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Names of files and folders (these with a slash) and the files' bytes, whenever they were
    /// written.
    pub fn content(&self) -> BTreeMap<Vec<u8>, &[u8]> {
        let files = self.entries.iter();
        let files = files.map(|(name, entry)| (name.clone(), entry.bytes.as_slice()));
        let folders = self.folders.iter();
        let folders = folders.map(|name| ([name.as_slice(), b"/"].concat(), [].as_slice()));
        files.chain(folders).collect()
    }

    /// Names of the files that do not end with `.dcm`, and of hidden folders: what no run may
    /// leave behind.
    pub fn leftovers(&self) -> Vec<String> {
        let files = self.entries.keys().filter(|name| !name.ends_with(b".dcm"));
        let hidden = self.folders.iter().filter(|name| name.starts_with(b"."));
        files.chain(hidden).map(|name| String::from_utf8_lossy(name).into_owned()).collect()
    }
}
