//! Opening files that may be anything.

use std::fs::File;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::OFlags;

use crate::code::{Code, Fault, Outcome};

/// Opens a regular file and tells its length in bytes; anything else could block or has no end.
///
/// # Errors
/// `E_UNREADABLE`.
pub fn open(path: &Path) -> Outcome<(File, u64)> {
    let unreadable = |_| Fault(Code::Unreadable);
    // Without waiting: opening a FIFO would wait for a writer.
    let flags = i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or(0);
    let file = File::options().read(true).custom_flags(flags).open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if metadata.is_file() { Ok((file, metadata.len())) } else { Err(Fault(Code::Unreadable)) }
}
