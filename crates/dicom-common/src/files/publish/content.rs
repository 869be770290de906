//! Comparing files.

use std::fs::File;
use std::io;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::OFlags;

/// Whether two inputs can be read and hold the same bytes.
pub fn same_content(one: &Path, other: &Path) -> bool {
    // Without waiting: either may have become a FIFO.
    let flags = i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or(0);
    let open = |path| File::options().read(true).custom_flags(flags).open(path);
    let files = open(one).and_then(|one| Ok((one, open(other)?)));
    files.is_ok_and(|(one, other)| same_bytes(&one, &other))
}

/// Whether two open files are regular and hold the same bytes; where they are read next stays.
pub fn same_bytes(one: &File, other: &File) -> bool {
    let compare = || -> io::Result<bool> {
        let (a, b) = (one.metadata()?, other.metadata()?);
        if !a.is_file() || !b.is_file() || a.len() != b.len() {
            return Ok(false);
        }
        let (mut ours, mut theirs) = (vec![0; 1 << 16], vec![0; 1 << 16]);
        let mut at = 0;
        loop {
            let read = one.read_at(&mut ours, at)?;
            let (Some(ours), Some(theirs)) = (ours.get(..read), theirs.get_mut(..read)) else {
                return Ok(false);
            };
            other.read_exact_at(theirs, at)?;
            if ours != theirs || ours.is_empty() {
                return Ok(ours == theirs && at == a.len());
            }
            at += read as u64;
        }
    };
    compare().unwrap_or(false)
}
