//! Files below a folder, and what they are before anything else is known of them.

use std::path::{Path, PathBuf};

use anyhow::Result;
use dicom_dictionary_std::tags;
use dicom_object::OpenFileOptions;
use walkdir::WalkDir;

/// The files below a folder, in the order in which dcm-scrub takes them.
///
/// # Errors
/// When the folder cannot be read.
pub fn below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

/// The SOP Instance UID of a file, which need not be whole.
pub fn instance(path: &Path) -> Option<String> {
    let object = OpenFileOptions::new().read_until(tags::STUDY_DATE).open_file(path).ok()?;
    let uid = object.get(tags::SOP_INSTANCE_UID)?.to_str().ok()?;
    Some(uid.trim_end_matches(['\0', ' ']).to_owned())
}
