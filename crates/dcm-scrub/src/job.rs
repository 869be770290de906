//! What all files of a run share, and the part of a file's way that needs no order: up to staging.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::Conveyor;
use dicom_common::files::folder::Present;
use dicom_common::files::publish::{Output, Staged};
use dicom_common::pipeline::instance::Instance;
use dicom_common::pipeline::seal::{Seal, checksum};

use crate::converters::Tiling;
use crate::link::Link;
use crate::sweep_cache::SweepCache;
use crate::treat::{Anonymizer, Prepared};

/// What all files of a run share.
pub struct Job {
    /// What is done.
    pub anonymizer: Anonymizer,
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
    pub(crate) instance: Instance,
    pub(crate) links: Vec<Link>,
    pub(crate) tiling: Tiling,
    pub(crate) bytes: u64,
    pub(crate) target: PathBuf,
    pub(crate) state: State,
    pub(crate) sha256: String,
}

/// How far a file came without an order.
pub enum State {
    /// Nothing is written in a dry run.
    Planned,
    /// The target already holds what would be written.
    Unchanged,
    /// Written under a hidden name, and read back.
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
        let prepared = self.anonymizer.prepare(path, seal, &mut worker.sweep)?;
        let target = self.folder.join(prepared.instance.relative_path());
        let (state, sha256) = match &self.output {
            None => (State::Planned, String::new()),
            Some(output) => self.stage(&prepared, &target, output, &mut worker.conveyor)?,
        };
        let bytes = prepared.len();
        Ok(Worked {
            instance: prepared.instance,
            links: prepared.links,
            tiling: prepared.tiling,
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
        match output.present(target).map_err(|e| Fault::writing(&e))? {
            Present::File(file) if prepared.is_in(&file) => {
                return Ok((State::Unchanged, hash(&file)?));
            }
            Present::File(_) | Present::Other if !self.force => {
                return Ok((State::Occupied, String::new()));
            }
            _ => {}
        }
        let (staged, file) = prepared.stage(output, conveyor)?;
        let sha256 = hash(&file)?;
        Ok((State::Staged(staged), sha256))
    }
}
