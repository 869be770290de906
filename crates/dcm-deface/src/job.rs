//! What all files of a run share.

use std::path::PathBuf;

use dicom_common::code::Lang;
use dicom_common::deid::pseudonym::{Pseudonyms, is_uid};
use dicom_common::files::publish::Output;
use dicom_common::pipeline::decisions::Decisions;

use crate::args::{Compress, OnDoubt};
use crate::method::Method;
use crate::names::Names;

/// What all files of a run share: its settings.
pub struct Job {
    /// What finds faces: `--method`.
    pub method: Method,
    /// What is done where cues disagree: `--on-doubt`.
    pub on_doubt: OnDoubt,
    /// What persons decided: `--decisions`.
    pub decisions: Decisions,
    /// The codec of what is written: `--compress`; uncompressed where there is none.
    pub compress: Option<Compress>,
    /// Whether volumes are written as NIfTI too: `--nifti`.
    pub nifti: bool,
    /// Which names of NIfTI files are kept: `--names`.
    pub names: Names,
    /// Whether what lies beside a NIfTI file goes with it: `--sidecars`.
    pub sidecars: bool,
    /// The language of the report, `--lang`, for which a picture of each series is drawn; none without `--report`.
    pub report: Option<Lang>,
    /// Makes new UIDs from the key of the run.
    pub pseudonyms: Pseudonyms,
    /// What publishes files below the output folder; none in a dry run.
    pub output: Option<Output>,
    /// The output folder as the user wrote it: `--output`.
    pub folder: PathBuf,
    /// Whether existing files are replaced: `--force`.
    pub force: bool,
    /// Whether the column `sha256` is filled: `--checksum`.
    pub checksum: bool,
}

impl Job {
    /// What a manifest calls a series before its face is removed.
    pub fn named(&self, uid: &str) -> String {
        if is_uid(uid) { uid.to_owned() } else { self.pseudonyms.uid(uid) }
    }
}
