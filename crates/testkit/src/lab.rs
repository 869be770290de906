//! A temporary folder with inputs, a key, and a tool that is run in it.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::read::{Parsed, read};
use crate::tool::{Done, Tool};
use crate::tree::Tree;

/// The key of all tests: pseudonyms are the same in every run.
const KEY: &[u8] = b"a key for tests only, 32 bytes..";

/// Folder `in` for inputs, file `key`; the tool runs beside them.
#[derive(Debug)]
pub struct Lab {
    folder: TempDir,
    exe: String,
}

impl Lab {
    /// An empty one for the binary at `exe`.
    pub fn new(exe: &str) -> Self {
        // In memory where there is such a file system: the tools sync what they write.
        let memory = Path::new("/dev/shm");
        let parent = if memory.is_dir() { memory.into() } else { std::env::temp_dir() };
        let folder = tempfile::tempdir_in(parent).unwrap();
        fs::create_dir(folder.path().join("in")).unwrap();
        let lab = Self { folder, exe: exe.to_owned() };
        lab.secret("key", KEY);
        lab
    }

    /// The folder, or something in it.
    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, folders included.
    pub fn put(&self, name: impl AsRef<Path>, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Writes a file that only its owner can read.
    pub fn secret(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.put(name, bytes);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        path
    }

    /// The tool in this folder.
    pub fn tool(&self) -> Tool {
        Tool::new(&self.exe, self.folder.path())
    }

    /// Runs the tool with these arguments alone.
    pub fn run<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Done {
        self.tool().run(args)
    }

    /// Runs the tool from `in` to `out` with the key and further arguments.
    pub fn work(&self, args: &[&str]) -> Done {
        self.run([&IN_TO_OUT, args].concat())
    }

    /// What is below a folder.
    pub fn tree(&self, name: &str) -> Tree {
        Tree::of(&self.path(name))
    }

    /// The only output of a run, read.
    pub fn only_output(&self) -> Parsed {
        let tree = self.tree("out");
        assert_eq!(tree.len(), 1, "{:?}", tree.entries().keys());
        let entry = tree.entries().values().next().unwrap();
        read(&entry.bytes).unwrap()
    }

    /// The output of a row, read.
    pub fn output(&self, path: &str) -> Parsed {
        read(&fs::read(self.path(path)).unwrap()).unwrap()
    }
}

/// The usual arguments of [`Lab::work`].
pub const IN_TO_OUT: [&str; 6] = ["--input", "in", "--output", "out", "--key-file", "key"];
