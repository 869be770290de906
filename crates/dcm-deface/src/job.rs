//! What all files of a run share, and what becomes of one of them.

use std::fs::File;
use std::path::{Path, PathBuf};

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::deid::pseudonym::Pseudonyms;
use dicom_common::files::publish::{Existing, Output, same_content};
use dicom_common::pipeline::seal::checksum;

use crate::args::{Compress, OnDoubt};
use crate::method::Method;
use crate::treat::Prepared;

/// What all files of a run share.
pub struct Job {
    /// What finds faces.
    pub method: Method,
    /// What is done where cues disagree.
    pub on_doubt: OnDoubt,
    /// Compress what is written.
    pub compress: Option<Compress>,
    /// Write volumes as NIfTI too.
    pub nifti: bool,
    /// Draw what was looked at.
    pub pictures: bool,
    /// Makes new UIDs.
    pub pseudonyms: Pseudonyms,
    /// Where to; none in a dry run.
    pub output: Option<Output>,
    /// The output folder as the user wrote it.
    pub folder: PathBuf,
    /// Replace existing files.
    pub force: bool,
    /// Fill the column sha256.
    pub checksum: bool,
}

/// What became of an input.
pub enum Settled {
    /// Nothing to do, by rule: the file is handed on as it is.
    Kept(Code),
    /// Nothing is handed on.
    Lost(Code),
    /// Its face is removed.
    Defaced(Box<Defaced>),
}

/// A file under its final name, or one that would be there.
#[derive(Default)]
pub struct Defaced {
    /// New SOP Instance UID.
    pub instance: String,
    /// New Series Instance UID.
    pub series: String,
    /// Transfer Syntax UID.
    pub transfer_syntax: String,
    /// The file; none in a dry run.
    pub written: Option<Written>,
}

/// A file that is there.
pub struct Written {
    /// Where.
    pub path: PathBuf,
    /// The mask of its first frame's stack.
    pub mask: PathBuf,
    /// How it came there.
    pub put: Put,
}

/// How a file came to be where it is.
pub struct Put {
    /// Length.
    pub bytes: u64,
    /// With --checksum.
    pub sha256: String,
    /// It was there already.
    pub unchanged: bool,
}

impl Settled {
    /// What the failure of a file, or the rule it falls under, makes of it.
    pub fn by(code: Code) -> Self {
        use dicom_common::pipeline::manifest::Status;
        match (Status::of(code), code) {
            // Another row has this object, or no row ever had a file.
            (_, Code::SameObject | Code::Upstream) => Settled::Lost(code),
            (Status::Skip, _) => Settled::Kept(code),
            _ => Settled::Lost(code),
        }
    }
}

impl Job {
    /// Gives a prepared file its name in a folder.
    ///
    /// # Errors
    /// `E_EXISTS`, `E_UNWRITABLE`, `E_VERIFICATION`.
    pub fn publish(&self, prepared: Prepared, folder: &Path, mask: &Path) -> Outcome<Defaced> {
        let written = match &self.output {
            None => None,
            Some(output) => Some(self.write(&prepared, output, folder, mask)?),
        };
        let Prepared { instance, series, syntax, .. } = prepared;
        Ok(Defaced { instance, series, transfer_syntax: syntax.uid, written })
    }

    fn write(
        &self,
        prepared: &Prepared,
        output: &Output,
        folder: &Path,
        mask: &Path,
    ) -> Outcome<Written> {
        let path = folder.join(format!("{}.dcm", prepared.instance));
        let (unchanged, sha256) = if prepared.is_at(&path) {
            (true, self.hash(&File::open(&path).map_err(|_| Fault(Code::Exists))?)?)
        } else if path.symlink_metadata().is_ok() && !self.force {
            return Err(Fault(Code::Exists));
        } else {
            let (staged, file) = prepared.stage(output)?;
            let sha256 = self.hash(&file)?;
            (!staged.name(&path, Existing::with_force(self.force))?, sha256)
        };
        let put = Put { bytes: prepared.len(), sha256, unchanged };
        Ok(Written { path, mask: mask.to_owned(), put })
    }

    fn hash(&self, file: &File) -> Outcome<String> {
        if self.checksum { checksum(file) } else { Ok(String::new()) }
    }

    /// Writes a file, unless it is there already with the same content; none in a dry run.
    ///
    /// # Errors
    /// `E_EXISTS`, `E_UNWRITABLE`, and those of writing.
    pub fn put(
        &self,
        path: &Path,
        write: impl FnOnce(&mut File) -> Outcome<()>,
    ) -> Outcome<Option<Put>> {
        let Some(output) = &self.output else { return Ok(None) };
        let (staged, mut file) = output.create().map_err(|e| Fault::writing(&e))?;
        write(&mut file)?;
        let bytes = file.metadata().map_err(|e| Fault::writing(&e))?.len();
        let sha256 = self.hash(&file)?;
        let unchanged = same_content(staged.path(), path)
            || !staged.name(path, Existing::with_force(self.force))?;
        Ok(Some(Put { bytes, sha256, unchanged }))
    }
}
