//! Writing output so that a file under its final name is always whole: written to a staging folder
//! on the same file system, read back, renamed. A kill leaves at most the staging folder, which the
//! next run removes.

use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rustix::fs::FlockOperation;

use crate::code::{Code, Fault, Outcome};

/// Where unfinished files of all runs lie, below the output folder.
const STAGING: &str = ".dcm-staging";

/// An output folder that one run writes to.
#[derive(Debug)]
pub struct Output {
    root: PathBuf,
    staging: PathBuf,
    /// Held as long as the run lives: tells other runs that the staging folder is in use.
    _lock: File,
    next: AtomicU64,
}

/// A file in the staging folder that is not published yet; dropping it removes it.
#[derive(Debug)]
pub struct Staged {
    path: PathBuf,
    published: AtomicBool,
}

impl Output {
    /// Opens an output folder, making it if needed, and removes what killed runs left behind.
    ///
    /// # Errors
    /// When it cannot be made or written.
    pub fn open(root: &Path) -> io::Result<Self> {
        loop {
            match Self::try_open(root) {
                // Another run removed the empty staging folder just now.
                Err(error) if error.kind() == io::ErrorKind::NotFound && root.is_dir() => {}
                result => return result,
            }
        }
    }

    fn try_open(root: &Path) -> io::Result<Self> {
        let all = root.join(STAGING);
        fs::create_dir_all(&all)?;
        let _guard = guard(&all)?;
        remove_abandoned(&all)?;
        let staging = tempfile::Builder::new().prefix("run-").tempdir_in(&all)?.keep();
        let lock = File::create(staging.join("lock"))?;
        rustix::fs::flock(&lock, FlockOperation::NonBlockingLockExclusive)?;
        Ok(Self { root: root.to_owned(), staging, _lock: lock, next: AtomicU64::new(0) })
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A new file in the staging folder, open for writing and reading.
    ///
    /// # Errors
    /// What the system says.
    pub fn create(&self) -> io::Result<(Staged, File)> {
        // Threads that make files in one folder wait for one another in the kernel.
        let thread = rayon::current_thread_index().unwrap_or(0);
        let folder = self.staging.join(thread.to_string());
        let path = folder.join(self.next.fetch_add(1, Ordering::Relaxed).to_string());
        let open = || File::options().read(true).write(true).create_new(true).open(&path);
        let file = match open() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir(&folder)?;
                open()?
            }
            result => result?,
        };
        Ok((Staged { path, published: AtomicBool::new(false) }, file))
    }

    /// Waits until everything written to this file system is on the disk.
    pub fn sync(&self) -> io::Result<()> {
        Ok(rustix::fs::syncfs(File::open(&self.root)?)?)
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // What remains is removed by the next run at the latest.
        let all = self.root.join(STAGING);
        let guard = guard(&all);
        let _ = fs::remove_dir_all(&self.staging);
        if guard.is_ok() {
            let _ = fs::remove_dir(all);
        }
    }
}

impl Staged {
    /// Gives the file its final name; an existing one is replaced only with `force`.
    ///
    /// # Errors
    /// `AlreadyExists`, or what the system says.
    pub fn publish(&self, target: &Path, force: bool) -> io::Result<()> {
        if force {
            fs::rename(&self.path, target)?;
        } else {
            let (here, flags) = (rustix::fs::CWD, rustix::fs::RenameFlags::NOREPLACE);
            rustix::fs::renameat_with(here, &self.path, here, target, flags)?;
        }
        self.published.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Gives the file its final name, folders included; tells whether that changed anything: another
    /// run may just have written the same.
    ///
    /// # Errors
    /// `E_EXISTS`, `E_UNWRITABLE`.
    pub fn name(&self, target: &Path, force: bool) -> Outcome<bool> {
        let mut published = self.publish(target, force);
        if let (Err(error), Some(folder)) = (&published, target.parent())
            && error.kind() == io::ErrorKind::NotFound
        {
            fs::create_dir_all(folder).map_err(|e| Fault::writing(&e))?;
            published = self.publish(target, force);
        }
        match published {
            Ok(()) => Ok(true),
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
                same_content(self.path(), target).then_some(false).ok_or(Fault(Code::Exists))
            }
            Err(e) => Err(Fault::writing(&e)),
        }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Whether two files can be read and hold the same bytes.
pub fn same_content(one: &Path, other: &Path) -> bool {
    let read = || -> io::Result<bool> {
        let (mut one, mut other) = (File::open(one)?, File::open(other)?);
        if one.metadata()?.len() != other.metadata()?.len() {
            return Ok(false);
        }
        let (mut a, mut b) = (vec![0; 1 << 16], vec![0; 1 << 16]);
        loop {
            let read = one.read(&mut a)?;
            let (Some(a), Some(b)) = (a.get(..read), b.get_mut(..read)) else {
                return Ok(false);
            };
            other.read_exact(b)?;
            if a != b || a.is_empty() {
                return Ok(a == b);
            }
        }
    };
    read().unwrap_or(false)
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !*self.published.get_mut() {
            // What remains is removed by the next run at the latest.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Holds the folder of all staging folders: runs that share an output come and go one at a time.
///
/// # Errors
/// `NotFound` also when the folder was removed while this waited for it.
fn guard(all: &Path) -> io::Result<File> {
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
fn remove_abandoned(all: &Path) -> io::Result<()> {
    for entry in fs::read_dir(all)? {
        let folder = entry?.path();
        let held = File::open(folder.join("lock")).is_ok_and(|lock| {
            rustix::fs::flock(&lock, FlockOperation::NonBlockingLockExclusive).is_err()
        });
        if !held {
            fs::remove_dir_all(&folder)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn nothing_appears_before_it_is_published_and_nothing_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a.dcm");
        {
            let output = Output::open(folder.path()).unwrap();
            let (one, mut file) = output.create().unwrap();
            file.write_all(b"one").unwrap();
            assert!(!target.exists());
            one.publish(&target, false).unwrap();
            let (two, mut file) = output.create().unwrap();
            file.write_all(b"two").unwrap();
            assert_eq!(
                two.publish(&target, false).unwrap_err().kind(),
                io::ErrorKind::AlreadyExists
            );
        }
        assert_eq!(fs::read(&target).unwrap(), b"one");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no staging folder remains");
    }

    #[test]
    fn many_runs_share_an_output_at_the_same_time() {
        let folder = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for run in 0..16 {
                let (root, target) = (folder.path(), folder.path().join(run.to_string()));
                scope.spawn(move || {
                    for _ in 0..20 {
                        let output = Output::open(root).unwrap();
                        let (staged, mut file) = output.create().unwrap();
                        file.write_all(b"x").unwrap();
                        staged.publish(&target, true).unwrap();
                    }
                });
            }
        });
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 16);
    }

    #[test]
    fn a_run_removes_what_a_killed_one_left_but_not_what_a_living_one_uses() {
        let folder = tempfile::tempdir().unwrap();
        let dead = folder.path().join(STAGING).join("run-dead");
        fs::create_dir_all(&dead).unwrap();
        fs::write(dead.join("lock"), b"").unwrap();
        let living = Output::open(folder.path()).unwrap();
        let (kept, _) = living.create().unwrap();
        assert!(!dead.exists());
        let _other = Output::open(folder.path()).unwrap();
        assert!(kept.path().exists());
    }
}
