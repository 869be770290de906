//! Runs that share an output folder: each has a staging folder with a lock for as long as it lives.

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::os::unix::ffi::OsStrExt;

use rustix::fs::FlockOperation;

use crate::files::folder::{Access, Folder, Present};

/// Where unfinished files of all runs lie, below the output folder.
pub const STAGING: &str = ".dcm-staging";
/// What the staging folder of a run begins with.
const RUN: &[u8] = b"run-";
/// The file in it that its run holds locked.
const LOCK: &str = "lock";

/// The folder of all staging folders, in an output folder, held: runs that share an output come and go
/// one at a time.
///
/// # Errors
/// `NotFound` also when the folder was removed while this waited for it; an error for a link.
pub(super) fn guard(root: &Folder, staging: &str) -> io::Result<Folder> {
    let all = root.made_folder(OsStr::new(staging))?;
    all.lock()?;
    // A lock on a folder that another run has removed and made anew holds nobody back.
    if all.own_id()? != root.id(OsStr::new(staging))? {
        return Err(io::ErrorKind::NotFound.into());
    }
    Ok(all)
}

/// Makes the staging folder of a run, which it alone may enter, and its lock. Called under the guard.
pub(super) fn new_run(all: &Folder) -> io::Result<(String, Folder, File)> {
    let name = loop {
        let number = getrandom::u64().map_err(|_| io::ErrorKind::Other)?;
        let name = format!("run-{number:016x}");
        match all.make_folder(OsStr::new(&name), Access::Owner) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            result => {
                result?;
                break name;
            }
        }
    };
    let run = all.folder(OsStr::new(&name))?;
    let lock = run.create(OsStr::new(LOCK), Access::Owner)?;
    rustix::fs::flock(&lock, FlockOperation::NonBlockingLockExclusive)?;
    Ok((name, run, lock))
}

/// Removes what killed runs staged: the folders whose run holds no lock any more. Called under the
/// guard, so that a folder without a lock is one whose run was killed before it had made it.
pub(super) fn remove_abandoned(all: &Folder) -> io::Result<()> {
    for entry in all.entries()? {
        let is_run = entry.is_folder && entry.name.as_bytes().starts_with(RUN);
        if is_run && all.folder(&entry.name).is_ok_and(|run| is_abandoned(&run)) {
            remove_run(all, &entry.name);
        }
    }
    Ok(())
}

fn is_abandoned(run: &Folder) -> bool {
    match run.present(OsStr::new(LOCK)) {
        Ok(Present::Nothing) => true,
        Ok(Present::File(lock)) => {
            rustix::fs::flock(&lock, FlockOperation::NonBlockingLockExclusive).is_ok()
        }
        // A lock that cannot be looked at (another user's, too many open files) may be held.
        Ok(Present::Other) | Err(_) => false,
    }
}

/// Removes a run's staging folder as far as a run made it: its lock, its numbered files and the
/// folders of these. Anything else in there is somebody's, and stays, and the folder with it.
pub(super) fn remove_run(all: &Folder, name: &OsStr) {
    let Ok(run) = all.folder(name) else { return };
    for entry in run.entries().unwrap_or_default() {
        let bytes = entry.name.as_bytes();
        if !entry.is_folder {
            if bytes == LOCK.as_bytes() || is_number(bytes) {
                let _ = run.remove_file(&entry.name);
            }
        } else if is_number(bytes.strip_prefix(b"n").unwrap_or(bytes)) {
            let Ok(folder) = run.folder(&entry.name) else { continue };
            for file in folder.entries().unwrap_or_default() {
                if !file.is_folder && is_number(file.name.as_bytes()) {
                    let _ = folder.remove_file(&file.name);
                }
            }
            let _ = run.remove_folder(&entry.name);
        }
    }
    let _ = all.remove_folder(name);
}

fn is_number(name: &[u8]) -> bool {
    (1..=20).contains(&name.len()) && name.iter().all(u8::is_ascii_digit)
}
