//! Output folders, and the staging folders in them.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use rustix::fs::FlockOperation;

use super::guard::{guard, remove_abandoned};
use super::staged::Staged;

/// Where unfinished files of all runs lie, below the output folder.
pub const STAGING: &str = ".dcm-staging";
/// Numbered files that lie in one folder.
const NUMBERED_TOGETHER: u64 = 1024;

/// An output folder that one run writes to.
///
/// ```
/// use std::io::Write;
///
/// use dicom_common::files::publish::{Existing, Output};
///
/// let folder = tempfile::tempdir()?;
/// let target = folder.path().join("patient/image.dcm");
///
/// let output = Output::open(folder.path())?;
/// let (staged, mut file) = output.create()?;
/// file.write_all(b"whole")?;
/// assert!(!target.exists());
/// assert!(staged.name(&target, Existing::Keep)?);
/// assert_eq!(std::fs::read(&target)?, b"whole");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Output {
    root: PathBuf,
    /// This run's own folder for unfinished files.
    staging: PathBuf,
    /// Held as long as the run lives: tells other runs that the staging folder is in use.
    _lock: File,
    /// The number that names the next file.
    next: AtomicU64,
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

    /// The output folder itself.
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
        create_in(&folder, path)
    }

    /// The same under a number of the caller's choice, by which [`Output::numbered`] finds it again
    /// after [`Staged::leave`]: for runs that stage everything before they name anything.
    ///
    /// # Errors
    /// What the system says; `AlreadyExists` where the number is taken.
    pub fn create_numbered(&self, number: u64) -> io::Result<(Staged, File)> {
        create_in(&self.numbered_folder(number), self.numbered_path(number))
    }

    /// The file that was left under this number.
    pub fn numbered(&self, number: u64) -> Staged {
        Staged::at(self.numbered_path(number))
    }

    fn numbered_path(&self, number: u64) -> PathBuf {
        self.numbered_folder(number).join(number.to_string())
    }

    fn numbered_folder(&self, number: u64) -> PathBuf {
        self.staging.join(format!("n{}", number / NUMBERED_TOGETHER))
    }

    /// Waits until everything written to this file system is on the disk.
    pub fn sync(&self) -> io::Result<()> {
        Ok(rustix::fs::syncfs(File::open(&self.root)?)?)
    }
}

fn create_in(folder: &Path, path: PathBuf) -> io::Result<(Staged, File)> {
    let open = || File::options().read(true).write(true).create_new(true).open(&path);
    let file = match open() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // Another thread may make it at the same time.
            fs::create_dir_all(folder)?;
            open()?
        }
        result => result?,
    };
    Ok((Staged::at(path), file))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::publish::Existing;
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
            one.publish(&target, Existing::Keep).unwrap();
            let (two, mut file) = output.create().unwrap();
            file.write_all(b"two").unwrap();
            assert_eq!(
                two.publish(&target, Existing::Keep).unwrap_err().kind(),
                io::ErrorKind::AlreadyExists
            );
        }
        assert_eq!(fs::read(&target).unwrap(), b"one");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no staging folder remains");
    }

    #[test]
    fn a_file_that_was_left_under_its_number_is_named_later_or_goes_with_the_run() {
        let folder = tempfile::tempdir().unwrap();
        let output = Output::open(folder.path()).unwrap();
        for number in [3, 5000] {
            let (staged, mut file) = output.create_numbered(number).unwrap();
            file.write_all(b"x").unwrap();
            staged.leave();
        }
        let target = folder.path().join("a/b.dcm");
        assert!(output.numbered(5000).name(&target, Existing::Keep).unwrap());
        drop(output);
        assert_eq!(fs::read(&target).unwrap(), b"x");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "the other one is gone");
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
                        staged.publish(&target, Existing::Replace).unwrap();
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

    #[test]
    fn a_run_whose_lock_cannot_be_looked_at_is_not_taken_for_a_killed_one() {
        let folder = tempfile::tempdir().unwrap();
        let run = folder.path().join(STAGING).join("run-of-somebody");
        fs::create_dir_all(&run).unwrap();
        // Opening a link to itself fails, but not because there is nothing.
        std::os::unix::fs::symlink("lock", run.join("lock")).unwrap();
        drop(Output::open(folder.path()).unwrap());
        assert!(run.exists());
    }
}
