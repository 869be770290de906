//! Output folders, and the staging folders in them.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::configuration::{CONFIGURATION, Configuration, Otherwise};
use super::guard::{STAGING, guard, new_run, remove_abandoned, remove_run};
use super::root::Root;
use super::staged::{Existing, Staged};
use crate::code::RunError;
use crate::files::folder::{Access, Folder, Present};

/// Numbered files that lie in one folder.
const NUMBERED_TOGETHER: u64 = 1024;

/// An output folder that one run writes to. It is held open: whatever becomes of its name, and
/// whatever links are planted below it, nothing is written elsewhere.
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
    root: Arc<Root>,
    /// This run's own folder for unfinished files.
    staging: Arc<Folder>,
    /// Its name in the folder of all of them.
    run: String,
    /// Held as long as the run lives: tells other runs that the staging folder is in use.
    _lock: File,
    /// The number that names the next file.
    next: AtomicU64,
}

impl Output {
    /// Opens an output folder, making it if needed, and removes what killed runs left behind.
    ///
    /// # Errors
    /// When it cannot be made or written, or when the staging folder is a link.
    pub fn open(root: &Path) -> io::Result<Self> {
        let root = Arc::new(Root::open(root)?);
        Self::begin(&root, &Self::guarded(&root)?)
    }

    /// The same for a run with a configuration that the folder is to remember: none is added to what was
    /// written with another one.
    ///
    /// # Errors
    /// Why the folder is not this run's, and those of [`Output::open`].
    pub fn open_as(
        root: &Path,
        configuration: &Configuration,
        otherwise: Otherwise,
    ) -> Result<Self, RunError> {
        let cannot = |error: io::Error| RunError::output("--output", &error);
        let root = Arc::new(Root::open(root).map_err(cannot)?);
        // Held to the end, so that of runs that begin at the same time one is the first.
        let all = Self::guarded(&root).map_err(cannot)?;
        let needs_record = match configuration.may_write(&root.folder, otherwise) {
            Ok(needs_record) => needs_record,
            Err(refused) => {
                let _ = root.folder.remove_folder(OsStr::new(STAGING));
                return Err(refused);
            }
        };
        let output = Self::begin(&root, &all).map_err(cannot)?;
        let recorded = if needs_record { output.record(configuration) } else { Ok(()) };
        // An output that goes must be able to hold it itself.
        drop(all);
        recorded.map_err(cannot)?;
        Ok(output)
    }

    fn record(&self, configuration: &Configuration) -> io::Result<()> {
        let (staged, mut file) = self.create()?;
        file.write_all(configuration.json().as_bytes())?;
        staged.publish(&self.root.path.join(CONFIGURATION), Existing::Replace)
    }

    /// The folder of staging folders, held, without what killed runs left behind.
    fn guarded(root: &Root) -> io::Result<Folder> {
        loop {
            match guard(&root.folder, STAGING) {
                // Another run removed the empty staging folder just now.
                Err(error) if error.kind() == io::ErrorKind::NotFound && root.is_there() => {}
                Err(error) => return Err(error),
                Ok(all) => {
                    remove_abandoned(&all)?;
                    return Ok(all);
                }
            }
        }
    }

    fn begin(root: &Arc<Root>, all: &Folder) -> io::Result<Self> {
        let (run, staging, lock) = new_run(all)?;
        let (root, staging) = (root.clone(), Arc::new(staging));
        Ok(Self { root, staging, run, _lock: lock, next: AtomicU64::new(0) })
    }

    /// The output folder itself, as the user named it.
    pub fn root(&self) -> &Path {
        &self.root.path
    }

    /// What is at a target below the output folder: a path that begins with [`Output::root`].
    ///
    /// # Errors
    /// [`is_link`](crate::files::folder::is_link) where one stands on the way to it, or what the system
    /// says.
    pub fn present(&self, target: &Path) -> io::Result<Present> {
        self.root.present(target)
    }

    /// A new file in the staging folder, open for writing and reading.
    ///
    /// # Errors
    /// What the system says.
    pub fn create(&self) -> io::Result<(Staged, File)> {
        // Threads that make files in one folder wait for one another in the kernel.
        let thread = rayon::current_thread_index().unwrap_or(0);
        self.create_in(thread.to_string(), self.next.fetch_add(1, Ordering::Relaxed))
    }

    /// The same under a number of the caller's choice, by which [`Output::numbered`] finds it again
    /// after [`Staged::leave`]: for runs that stage everything before they name anything.
    ///
    /// # Errors
    /// What the system says; `AlreadyExists` where the number is taken.
    pub fn create_numbered(&self, number: u64) -> io::Result<(Staged, File)> {
        self.create_in(numbered_folder(number), number)
    }

    /// The same, as a further name of a file that is open.
    ///
    /// # Errors
    /// What the system says; `InvalidData` where `source` is not the name of `file` any more.
    pub fn link_numbered(&self, number: u64, source: &Path, file: &File) -> io::Result<Staged> {
        let mut staged = self.staged(numbered_folder(number), number);
        staged.link(source, file)?;
        Ok(staged)
    }

    /// The file that was left under this number.
    pub fn numbered(&self, number: u64) -> Staged {
        self.staged(numbered_folder(number), number)
    }

    fn create_in(&self, folder: String, number: u64) -> io::Result<(Staged, File)> {
        let mut staged = self.staged(folder, number);
        let file = staged.create(Access::Usual)?;
        Ok((staged, file))
    }

    fn staged(&self, folder: String, number: u64) -> Staged {
        let path: PathBuf = [folder, number.to_string()].iter().collect();
        Staged::at(self.root.clone(), self.staging.clone(), path)
    }

    /// Waits until everything written to this file system is on the disk.
    ///
    /// # Errors
    /// What the system says.
    pub fn sync(&self) -> io::Result<()> {
        self.root.folder.sync()
    }
}

fn numbered_folder(number: u64) -> String {
    format!("n{}", number / NUMBERED_TOGETHER)
}

impl Drop for Output {
    fn drop(&mut self) {
        // What remains is removed by the next run at the latest.
        let Ok(all) = guard(&self.root.folder, STAGING) else { return };
        remove_run(&all, OsStr::new(&self.run));
        let _ = self.root.folder.remove_folder(OsStr::new(STAGING));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::folder::is_link;
    use std::fs;
    use std::os::unix::fs::symlink;

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
        assert!(kept.open().is_ok());
    }

    #[test]
    fn a_run_whose_lock_cannot_be_looked_at_is_not_taken_for_a_killed_one() {
        let folder = tempfile::tempdir().unwrap();
        let run = folder.path().join(STAGING).join("run-of-somebody");
        fs::create_dir_all(&run).unwrap();
        // Opening a link to itself fails, but not because there is nothing.
        symlink("lock", run.join("lock")).unwrap();
        drop(Output::open(folder.path()).unwrap());
        assert!(run.exists());
    }

    #[test]
    fn a_planted_link_leads_no_file_out_of_the_output_and_removes_nothing() {
        let place = tempfile::tempdir().unwrap();
        let (root, victim) = (place.path().join("out"), place.path().join("victim"));
        fs::create_dir_all(victim.join("run-thesis")).unwrap();
        fs::write(victim.join("run-thesis/7"), b"precious").unwrap();
        fs::create_dir(&root).unwrap();
        symlink(&victim, root.join(STAGING)).unwrap();
        assert!(is_link(&Output::open(&root).unwrap_err()));
        assert!(victim.join("run-thesis/7").exists());
        fs::remove_file(root.join(STAGING)).unwrap();

        symlink(&victim, root.join("patient")).unwrap();
        let output = Output::open(&root).unwrap();
        for existing in [Existing::Keep, Existing::Replace] {
            let (staged, mut file) = output.create().unwrap();
            file.write_all(b"x").unwrap();
            let fault = staged.name(&root.join("patient/a.dcm"), existing).unwrap_err();
            assert_eq!(fault, crate::code::Fault(crate::code::Code::Link));
        }
        assert_eq!(fs::read_dir(&victim).unwrap().count(), 1);
        assert!(output.present(&root.join("patient/run-thesis/7")).is_err());
    }

    #[test]
    fn what_somebody_laid_into_the_staging_folder_stays() {
        let place = tempfile::tempdir().unwrap();
        let all = place.path().join(STAGING);
        fs::create_dir_all(all.join("run-dead/0")).unwrap();
        fs::create_dir_all(all.join("thesis")).unwrap();
        for name in ["run-dead/lock", "run-dead/0/7", "run-dead/0/chapter", "thesis/1"] {
            fs::write(all.join(name), b"x").unwrap();
        }
        let precious = place.path().join("precious");
        fs::create_dir(&precious).unwrap();
        fs::write(precious.join("1"), b"x").unwrap();
        symlink(&precious, all.join("run-dead/n0")).unwrap();
        symlink(&precious, all.join("run-link")).unwrap();
        drop(Output::open(place.path()).unwrap());
        assert!(!all.join("run-dead/0/7").exists(), "what a killed run left is removed");
        for name in ["run-dead/0/chapter", "thesis/1", "run-link/1"] {
            assert!(all.join(name).exists(), "{name}");
        }
        assert!(precious.join("1").exists());
    }

    #[test]
    fn a_staged_file_that_was_exchanged_is_not_published() {
        let place = tempfile::tempdir().unwrap();
        let output = Output::open(place.path()).unwrap();
        let (staged, _file) = output.create().unwrap();
        let run = fs::read_dir(place.path().join(STAGING)).unwrap().next().unwrap().unwrap();
        let path = run.path().join("0/0");
        fs::write(place.path().join("other"), b"other").unwrap();
        fs::rename(place.path().join("other"), &path).unwrap();
        let target = place.path().join("a.dcm");
        let fault = staged.name(&target, Existing::Keep).unwrap_err();
        assert_eq!(fault, crate::code::Fault(crate::code::Code::Changed));
        assert!(!target.exists());
    }

    #[test]
    fn a_target_outside_of_the_output_is_none() {
        let place = tempfile::tempdir().unwrap();
        let output = Output::open(&place.path().join("out")).unwrap();
        for target in ["a.dcm", "out/../a.dcm", "out"] {
            let (staged, _) = output.create().unwrap();
            assert!(staged.name(&place.path().join(target), Existing::Replace).is_err());
        }
        assert!(!place.path().join("a.dcm").exists());
    }
}
