//! The folder to share: nothing may be in it but what a release puts there.

use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use dicom_common::files::publish::STAGING;
use walkdir::WalkDir;

use crate::names::{NameSet, Names};

/// Hashes of all files, as sha256sum writes and checks them.
pub const SUMS: &str = "SHA256SUMS";
/// The public manifest.
pub const MANIFEST: &str = "manifest.csv";

/// The files and folders that may be in the folder to share.
pub struct Layout<'a> {
    /// How names become numbers.
    pub names: &'a Names,
    /// Files, by their names below the folder.
    pub files: &'a NameSet,
    /// Folders above them; `None` where folders are not looked at, as they come and go.
    pub folders: Option<&'a NameSet>,
}

/// What does not belong there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Foreign {
    /// A file that nothing names.
    File(PathBuf),
    /// A folder that holds nothing of the release.
    Folder(PathBuf),
    /// A link, pipe or device.
    Special(PathBuf),
    /// Something that cannot be looked at.
    Unreadable,
}

impl Layout<'_> {
    /// Everything in a folder that does not belong there, in the order of names. A folder that is
    /// not there holds nothing.
    pub fn foreign(&self, share: &Path) -> impl Iterator<Item = Foreign> {
        let entries = WalkDir::new(share).min_depth(1).sort_by_file_name().into_iter();
        let own = |name: &Path| [SUMS, MANIFEST].map(Path::new).contains(&name);
        let is_there = share.exists();
        entries.filter_entry(|entry| entry.depth() != 1 || entry.file_name() != STAGING).filter_map(
            move |entry| {
                let Ok(entry) = entry else { return is_there.then_some(Foreign::Unreadable) };
                let name = entry.path().strip_prefix(share).unwrap_or(entry.path());
                let number = self.names.of(name.as_os_str().as_bytes());
                let kind = entry.file_type();
                if kind.is_dir() {
                    let is_known = self.folders.is_none_or(|folders| folders.has(number));
                    return (!is_known).then(|| Foreign::Folder(name.to_owned()));
                }
                if !kind.is_file() {
                    return Some(Foreign::Special(name.to_owned()));
                }
                let is_known = self.files.has(number) || own(name);
                (!is_known).then(|| Foreign::File(name.to_owned()))
            },
        )
    }

    /// How many files of a release there are.
    pub fn count(&self, share: &Path) -> usize {
        let files = WalkDir::new(share).min_depth(1).into_iter().flatten();
        let files = files.filter(|entry| entry.file_type().is_file());
        let known = files.filter(|entry| {
            let name = entry.path().strip_prefix(share).unwrap_or(entry.path());
            self.files.has(self.names.of(name.as_os_str().as_bytes()))
        });
        known.count()
    }
}

/// The folders above a file, without the one to share.
pub fn folders_of(target: &str) -> impl Iterator<Item = &Path> {
    Path::new(target).ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty())
}
