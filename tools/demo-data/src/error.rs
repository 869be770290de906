//! What can go wrong.

use std::path::PathBuf;

/// Why a set could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder of a series could not be made.
    #[error("cannot make the folder {path}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// A file that is not DICOM could not be written.
    #[error("cannot write {path}")]
    Bytes {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// The file meta information is incomplete.
    #[error("cannot make the file meta information of {path}")]
    Meta {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: Box<dicom_object::WithMetaError>,
    },
    /// A file could not be written.
    #[error("cannot write {path}")]
    Write {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: Box<dicom_object::WriteError>,
    },
}
