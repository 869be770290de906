//! Inputs: folders, single files, lists from `find -print0`, and manifests become one stream of
//! files in a fixed order.

use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Read};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use crate::files::publish::is_configuration;

/// One input file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Where it is.
    pub path: PathBuf,
    /// The bytes of its path relative to the input that it came from; the keyed id is made of it.
    pub relative: Vec<u8>,
}

/// The files below these roots, in order: roots as given, names sorted by their bytes. Everything
/// that is a file counts, whatever its name, but for the record that a tool keeps of an output folder; what cannot be listed becomes an input that cannot be
/// opened, so that it has its row. Symbolic links to files are followed, to folders not.
pub fn walk(roots: Vec<PathBuf>, subjects: Vec<String>) -> impl Iterator<Item = Input> {
    let subjects = Arc::new(subjects);
    roots.into_iter().flat_map(move |root| {
        let subjects = subjects.clone();
        let entries = WalkDir::new(&root)
            .follow_root_links(true)
            .sort_by(|a, b| a.file_name().as_bytes().cmp(b.file_name().as_bytes()))
            .into_iter()
            .filter_entry(move |entry| entry.depth() != 1 || selected(entry, &subjects));
        entries.filter_map(move |entry| match entry {
            Ok(entry) if entry.file_type().is_dir() => None,
            Ok(entry) if entry.path_is_symlink() && entry.depth() > 0 && entry.path().is_dir() => {
                None
            }
            Ok(entry) if entry.depth() > 0 && is_configuration(entry.path()) => None,
            Ok(entry) => Some(input(entry.into_path(), &root)),
            Err(error) => error.path().map(|path| input(path.to_owned(), &root)),
        })
    })
}

/// With a choice of subjects, only the folders of these names directly below an input count.
fn selected(entry: &walkdir::DirEntry, subjects: &[String]) -> bool {
    subjects.is_empty() || subjects.iter().any(|name| entry.file_name() == name.as_str())
}

fn input(path: PathBuf, root: &Path) -> Input {
    let relative = match path.strip_prefix(root) {
        Ok(rest) if !rest.as_os_str().is_empty() => rest.as_os_str(),
        _ => path.file_name().unwrap_or(path.as_os_str()),
    };
    let relative = relative.as_bytes().to_vec();
    Input { path, relative }
}

/// The files of a list whose names end with a zero byte.
///
/// # Errors
/// When the list cannot be read.
pub fn list(source: impl Read) -> impl Iterator<Item = io::Result<Input>> {
    BufReader::new(source).split(0).filter_map(|name| match name {
        Ok(name) if name.is_empty() => None,
        Ok(name) => {
            let path = PathBuf::from(OsString::from_vec(name.clone()));
            Some(Ok(Input { path, relative: name }))
        }
        Err(error) => Some(Err(error)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_that_of_the_bytes_and_every_file_counts() {
        let folder = tempfile::tempdir().unwrap();
        let names: [&[u8]; 4] = [b"b", b"a\xFF", b"=cmd()", b"-rf"];
        for name in names {
            std::fs::write(folder.path().join(OsString::from_vec(name.to_vec())), b"").unwrap();
        }
        std::os::unix::fs::symlink("nowhere", folder.path().join("link")).unwrap();
        let roots = vec![folder.path().to_owned()];
        let found: Vec<_> = walk(roots, Vec::new()).map(|i| i.relative).collect();
        assert_eq!(found, [b"-rf".as_slice(), b"=cmd()", b"a\xFF", b"b", b"link"]);
    }

    #[test]
    fn zero_separated_lists_keep_any_name() {
        let names: Vec<_> = list(b"a\nb\0\xFF\0".as_slice()).map(|i| i.unwrap().relative).collect();
        assert_eq!(names, [b"a\nb".to_vec(), b"\xFF".to_vec()]);
    }
}
