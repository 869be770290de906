//! One file of a run: staged without order, published in order.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs::{self, File};
use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::Conveyor;
use dicom_common::files::publish::{Output, Staged, same_content};
use dicom_common::pipeline::instance::Instance;
use dicom_common::pipeline::seal::{Seal, checksum};

use crate::link::Link;
use crate::sweep_cache::SweepCache;
use crate::treat::{Anonymizer, Prepared};

/// What all files of a run share.
pub struct Job {
    /// What is done.
    pub method: Anonymizer,
    /// Where to; none in a dry run.
    pub output: Option<Output>,
    /// The output folder's real path.
    pub real_output: PathBuf,
    /// The output folder as the user wrote it.
    pub folder: PathBuf,
    /// Replace existing files.
    pub force: bool,
    /// Fill the column sha256.
    pub checksum: bool,
}

/// What a thread remembers from one file to the next.
#[derive(Default)]
pub struct Worker {
    sweep: SweepCache,
    conveyor: Conveyor,
    /// The last folder, and whether it is the output's.
    folder: Option<(PathBuf, bool)>,
}

impl Worker {
    /// Whether a file lies in the output folder, symbolic links followed.
    fn is_inside(&mut self, path: &Path, output: &Path) -> bool {
        let inside =
            |path: &Path| fs::canonicalize(path).is_ok_and(|real| real.starts_with(output));
        let Some(folder) = path.parent().filter(|_| !path.is_symlink()) else {
            return inside(path);
        };
        match &self.folder {
            Some((last, known)) if last == folder => *known,
            _ => {
                let known =
                    inside(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
                self.folder = Some((folder.to_owned(), known));
                known
            }
        }
    }
}

/// A file after the parallel part of the work.
pub struct Worked {
    instance: Instance,
    links: Vec<Link>,
    bytes: u64,
    target: PathBuf,
    state: State,
    sha256: String,
}

enum State {
    Planned,
    /// The target already holds what would be written.
    Unchanged,
    Staged(Staged),
    /// Another file is at the target.
    Occupied,
}

impl Job {
    /// Reads, anonymizes and stages one file.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub fn file(&self, path: &Path, seal: &Seal, worker: &mut Worker) -> Outcome<Worked> {
        if worker.is_inside(path, &self.real_output) {
            return Err(Fault(Code::InsideOutput));
        }
        let prepared = self.method.prepare(path, seal, &mut worker.sweep)?;
        let target = self.folder.join(prepared.instance.relative_path());
        let (state, sha256) = match &self.output {
            None => (State::Planned, String::new()),
            Some(output) => self.stage(&prepared, &target, output, &mut worker.conveyor)?,
        };
        let bytes = prepared.len();
        Ok(Worked {
            instance: prepared.instance,
            links: prepared.links,
            bytes,
            target,
            state,
            sha256,
        })
    }

    fn stage(
        &self,
        prepared: &Prepared,
        target: &Path,
        output: &Output,
        conveyor: &mut Conveyor,
    ) -> Outcome<(State, String)> {
        let hash = |file: &File| {
            if self.checksum { checksum(file) } else { Ok(String::new()) }
        };
        if target.symlink_metadata().is_ok() {
            if prepared.is_at(target) {
                let file = File::open(target).map_err(|_| Fault(Code::Exists))?;
                return Ok((State::Unchanged, hash(&file)?));
            }
            if !self.force {
                return Ok((State::Occupied, String::new()));
            }
        }
        let (staged, file) = prepared.stage(output, conveyor)?;
        let sha256 = hash(&file)?;
        Ok((State::Staged(staged), sha256))
    }

    /// Gives a staged file its name, if no earlier file has it.
    ///
    /// # Errors
    /// `E_DUPLICATE`, `S_SAME_OBJECT`, `E_EXISTS`, `E_UNWRITABLE`.
    pub fn publish(&self, worked: Worked, path: &Path, claims: &mut Claims) -> Outcome<Published> {
        let Worked { instance, links, bytes, target, state, sha256 } = worked;
        if let Err(first) =
            claims.claim(&instance.sop_instance, self.output.is_none().then_some(path))
        {
            return Err(match first {
                Some(first) => self.planned_duplicate(&first, path),
                None => self.duplicate(state, path, &target),
            });
        }
        let unchanged = match state {
            State::Planned => false,
            State::Unchanged => true,
            State::Occupied => return Err(Fault(Code::Exists)),
            State::Staged(staged) => !staged.name(&target, self.force)?,
        };
        Ok(Published { instance, links, bytes, target, unchanged, sha256 })
    }

    /// A second file for a name: the same object again, or another one?
    fn duplicate(&self, state: State, path: &Path, target: &Path) -> Fault {
        let staged = match (state, &self.output) {
            (State::Staged(staged), _) => Ok(staged),
            (_, Some(output)) => self
                .prepare(path)
                .and_then(|prepared| Ok(prepared.stage(output, &mut Conveyor::default())?.0)),
            (_, None) => Err(Fault(Code::Duplicate)),
        };
        match staged {
            Ok(staged) if same_content(staged.path(), target) => Fault(Code::SameObject),
            Ok(_) => Fault(Code::Duplicate),
            Err(fault) => fault,
        }
    }

    /// The same where nothing is written.
    fn planned_duplicate(&self, first: &Path, second: &Path) -> Fault {
        let digest = |path| self.prepare(path).and_then(|prepared| prepared.digest());
        match (digest(first), digest(second)) {
            (Ok(first), Ok(second)) if first == second => Fault(Code::SameObject),
            (Ok(_), Ok(_)) => Fault(Code::Duplicate),
            (Err(fault), _) | (_, Err(fault)) => fault,
        }
    }

    fn prepare(&self, path: &Path) -> Outcome<Prepared> {
        self.method.prepare(path, &Seal::default(), &mut SweepCache::default())
    }
}

/// A file under its final name.
pub struct Published {
    /// For the row.
    pub instance: Instance,
    /// For the link file.
    pub links: Vec<Link>,
    /// Length.
    pub bytes: u64,
    /// Where it is.
    pub target: PathBuf,
    /// Nothing had to be written.
    pub unchanged: bool,
    /// With --checksum.
    pub sha256: String,
}

/// Which instances have their file already: a few bytes each, so that millions fit. In a dry run
/// there is no file to compare a second one with: the first input's path is kept.
#[derive(Default)]
pub struct Claims {
    seen: HashMap<u64, Option<PathBuf>>,
    hasher: RandomState,
}

impl Claims {
    /// Claims an instance; an error gives what was kept of the first claim.
    fn claim(&mut self, instance: &str, keep: Option<&Path>) -> Result<(), Option<PathBuf>> {
        match self.seen.entry(self.hasher.hash_one(instance)) {
            Entry::Occupied(first) => Err(first.get().clone()),
            Entry::Vacant(free) => {
                free.insert(keep.map(Path::to_owned));
                Ok(())
            }
        }
    }
}
