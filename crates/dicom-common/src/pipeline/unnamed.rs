//! Files that lie among those of a manifest and that no row names.

use std::collections::{BTreeSet, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::files::publish::STAGING;
use crate::pipeline::manifest::{Column, Header, Manifest, ManifestError, Row};

/// More folders than this are not looked at.
const MOST_ROOTS: usize = 16;
/// Steps from an output folder to a file: subject, study, series, instance.
const STEPS: usize = 4;

/// How many files lie in the folders that a manifest's tools wrote to, and have no row: their rows were
/// taken out, or somebody laid them there. Masks and volumes beside the files do not count.
///
/// # Errors
/// When the manifest cannot be read again.
pub fn unnamed_files(manifest: &Manifest) -> Result<u64, ManifestError> {
    let mut named = Named::default();
    for row in manifest.rows()? {
        named.add(&row?, manifest.header());
    }
    Ok(named.roots.iter().map(|root| named.missing(root)).sum())
}

/// The folders that a manifest's tools wrote to.
///
/// # Errors
/// When the manifest cannot be read again.
pub fn folders(manifest: &Manifest) -> Result<BTreeSet<PathBuf>, ManifestError> {
    let mut named = Named::default();
    for row in manifest.rows()? {
        named.add(&row?, manifest.header());
    }
    Ok(named.roots)
}

/// What the rows name: a few bytes for each file, so that millions fit.
#[derive(Default)]
struct Named {
    files: HashSet<u64>,
    hasher: RandomState,
    /// The output folders.
    roots: BTreeSet<PathBuf>,
    /// The one that was found last.
    last: PathBuf,
}

impl Named {
    fn add(&mut self, row: &Row, header: &Header) {
        for column in [Column::Path, Column::Undefaced, Column::Mask] {
            let path = Path::new(row.get(header, column));
            if path.as_os_str().is_empty() {
                continue;
            }
            self.files.insert(self.hash(path));
            if column != Column::Mask {
                let folders = [Column::Subject, Column::Study].map(|c| row.get(header, c));
                self.root(path, folders);
            }
        }
    }

    /// Notes the folder below which a tool has named a file.
    fn root(&mut self, path: &Path, folders: [&str; 2]) {
        let is_below =
            |root: &Path| path.strip_prefix(root).is_ok_and(|p| p.components().count() == STEPS);
        if is_below(&self.last) && !self.last.as_os_str().is_empty() {
            return;
        }
        let Some(root) = path.ancestors().nth(STEPS).filter(|root| *root != Path::new("/")) else {
            return;
        };
        let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
        let steps: Vec<_> = path.components().rev().take(STEPS).collect();
        let named = |at: usize, name: &str| {
            !name.is_empty() && steps.get(at) == Some(&Component::Normal(name.as_ref()))
        };
        let [subject, study] = folders;
        if named(3, subject) && named(2, study) && self.roots.len() < MOST_ROOTS {
            self.roots.insert(root.to_owned());
            root.clone_into(&mut self.last);
        }
    }

    fn hash(&self, path: &Path) -> u64 {
        let path = path.strip_prefix(".").unwrap_or(path);
        self.hasher.hash_one(path.as_os_str().as_bytes())
    }

    fn missing(&self, root: &Path) -> u64 {
        let files = WalkDir::new(root).min_depth(1).into_iter();
        let files = files.filter_entry(|entry| entry.depth() != 1 || entry.file_name() != STAGING);
        let counts = |entry: &DirEntry| !entry.file_type().is_dir() && !is_beside(entry);
        let files = files.flatten().filter(counts);
        files.filter(|entry| !self.files.contains(&self.hash(entry.path()))).count() as u64
    }
}

/// What tools and people lay beside the files: results in the output folder itself, and what
/// dcm-deface writes for each series.
fn is_beside(entry: &DirEntry) -> bool {
    let name = entry.file_name().as_bytes();
    let result = entry.depth() == 1 && !name.ends_with(b".dcm");
    result || name.starts_with(b"defaced") && name.ends_with(b".nii.gz")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn count(root: &str, rows: &[&str]) -> u64 {
        let mut text = "schema,source,path,undefaced,subject,study\n".to_owned();
        for (at, row) in rows.iter().enumerate() {
            let path = format!("{root}/{row}");
            let mut steps = row.split('/');
            let (subject, study) = (steps.next().unwrap(), steps.next().unwrap());
            text += &format!("1,S{at},{path},,{subject},{study}\n");
        }
        unnamed_files(&Manifest::read(text.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn a_file_without_a_row_is_counted_wherever_it_lies() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str| {
            let path = folder.path().join("out").join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, b"x").unwrap();
        };
        let root = folder.path().join("out");
        let root = root.to_str().unwrap();
        let rows = ["A/1/2/3.dcm", "A/1/2/4.dcm", "B/1/2/3.dcm"];
        rows.iter().for_each(|row| put(row));
        for beside in ["manifest.csv", "A/1/2/defaced_mask.nii.gz", ".dcm-staging/run-1/0/1"] {
            put(beside);
        }
        assert_eq!(count(root, &rows), 0);
        assert_eq!(count(root, &rows[..2]), 1, "a row was taken out");
        for (at, foreign) in ["A/1/2/5.dcm", "C/9/9/9", "A/note.txt", "x.dcm"].iter().enumerate() {
            put(foreign);
            assert_eq!(count(root, &rows), at as u64 + 1, "{foreign}");
        }
        // Paths that no tool made say nothing of a folder.
        assert_eq!(count(root, &["none/such/thing"]), 0);
    }
}
