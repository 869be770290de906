//! The part of a file's way that has an order: which of several files gets a name, and its name.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::Conveyor;
use dicom_common::files::publish::Existing;
use dicom_common::pipeline::instance::Instance;
use dicom_common::pipeline::seal::Seal;

use crate::converters::Tiling;
use crate::job::{Job, State, Worked};
use crate::link::Link;
use crate::sweep_cache::SweepCache;
use crate::treat::Prepared;

/// A file under its final name.
pub struct Published {
    /// For the row.
    pub instance: Instance,
    /// For the link file.
    pub links: Vec<Link>,
    /// Whether it is a mosaic.
    pub tiling: Tiling,
    /// Length.
    pub bytes: u64,
    /// Where it is.
    pub target: PathBuf,
    /// Nothing had to be written.
    pub unchanged: bool,
    /// With --checksum.
    pub sha256: String,
}

impl Job {
    /// Gives a staged file its name, if no earlier file has it.
    ///
    /// # Errors
    /// `E_DUPLICATE`, `S_SAME_OBJECT`, `E_EXISTS`, `E_UNWRITABLE`.
    pub fn publish(&self, worked: Worked, path: &Path, claims: &mut Claims) -> Outcome<Published> {
        let Worked { instance, links, tiling, bytes, target, state, sha256 } = worked;
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
            State::Staged(staged) => !staged.name(&target, Existing::with_force(self.force))?,
        };
        Ok(Published { instance, links, tiling, bytes, target, unchanged, sha256 })
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
            Ok(staged) if staged.is_same_as(target) => Fault(Code::SameObject),
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
        self.anonymizer.prepare(path, &Seal::default(), &mut SweepCache::default())
    }
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
