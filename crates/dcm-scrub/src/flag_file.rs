//! Files that flags name.

use std::io;
use std::path::Path;

use dicom_common::code::RunError;
use dicom_common::files::settings;

/// The text of a file that a flag names.
///
/// # Errors
/// When it cannot be read; names the flag, not the path.
pub fn read_text(path: &Path, flag: &str) -> Result<String, RunError> {
    settings::read_text(path).map_err(|e| unreadable(flag, &e))
}

/// The bytes of a file that a flag names.
///
/// # Errors
/// As [`read_text`].
pub fn read_bytes(path: &Path, flag: &str) -> Result<Vec<u8>, RunError> {
    settings::read(path).map_err(|e| unreadable(flag, &e))
}

/// Says which flag's file could not be read.
pub fn unreadable(flag: &str, error: &io::Error) -> RunError {
    RunError::Usage(format!("{flag} cannot be read: {}", error.kind()))
}
