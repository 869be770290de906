//! Secrets lie in regular files that only their owner can read.

use std::fs::File;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// Why a file is not taken for a secret; completes a sentence that names the file's part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// Missing or unreadable.
    #[error("cannot be read: {0}")]
    Unreadable(ErrorKind),
    /// A folder, pipe or device.
    #[error("is not a regular file")]
    NotRegular,
    /// Permissions allow others to read it.
    #[error("can be read by others; run: chmod 600 on it")]
    Readable,
}

/// Opens the file of a secret.
///
/// # Errors
/// When it cannot be opened, is not a regular file, or others have any permission on it.
pub fn open_secret(path: &Path) -> Result<File, SecretError> {
    let unreadable = |e: std::io::Error| SecretError::Unreadable(e.kind());
    // Looked at before opening: opening a FIFO would wait for a writer.
    if !std::fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(SecretError::NotRegular);
    }
    let file = File::open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(SecretError::NotRegular);
    }
    if metadata.mode() & 0o077 != 0 {
        return Err(SecretError::Readable);
    }
    Ok(file)
}
