//! Runs that share an output folder: each has a staging folder with a lock for as long as it lives.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::fs::FlockOperation;

/// Holds the folder of all staging folders: runs that share an output come and go one at a time.
///
/// # Errors
/// `NotFound` also when the folder was removed while this waited for it.
pub(super) fn guard(all: &Path) -> io::Result<File> {
    let folder = File::open(all)?;
    rustix::fs::flock(&folder, FlockOperation::LockExclusive)?;
    // A lock on a folder that another run has removed and made anew holds nobody back.
    if folder.metadata()?.ino() != fs::metadata(all)?.ino() {
        return Err(io::ErrorKind::NotFound.into());
    }
    Ok(folder)
}

/// Removes staging folders whose run holds no lock any more. Called under the guard, so that a
/// folder without a lock is one whose run was killed before it had made it.
pub(super) fn remove_abandoned(all: &Path) -> io::Result<()> {
    for entry in fs::read_dir(all)? {
        let folder = entry?.path();
        let abandoned = match File::open(folder.join("lock")) {
            Ok(lock) => rustix::fs::flock(&lock, FlockOperation::NonBlockingLockExclusive).is_ok(),
            // A lock that cannot be looked at (another user's, too many open files) may be held.
            Err(error) => error.kind() == io::ErrorKind::NotFound,
        };
        if abandoned {
            fs::remove_dir_all(&folder)?;
        }
    }
    Ok(())
}
