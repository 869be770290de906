//! Opening files that may be anything.

use std::fs::{self, File};
use std::path::Path;

use crate::code::{Code, Fault, Outcome};

/// Opens a regular file and tells its length in bytes; anything else could block or has no end.
///
/// # Errors
/// `E_UNREADABLE`.
pub fn open(path: &Path) -> Outcome<(File, u64)> {
    let unreadable = |_| Fault(Code::Unreadable);
    // Looked at before opening: opening a FIFO would wait for a writer.
    if !fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(Fault(Code::Unreadable));
    }
    let file = File::open(path).map_err(unreadable)?;
    let len = file.metadata().map_err(unreadable)?.len();
    Ok((file, len))
}
