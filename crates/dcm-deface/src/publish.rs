//! How a file gets its name: staged, read back, and not written again where it is there already.

use std::fs::File;
use std::path::Path;

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::files::folder::Present;
use dicom_common::files::publish::{Existing, Output};
use dicom_common::pipeline::seal::checksum;

use crate::job::Job;
use crate::prepared::Prepared;
use crate::settled::{Defaced, Put, Written};

impl Job {
    /// Gives a prepared file its name in a folder; `mask` is the mask beside it.
    ///
    /// # Errors
    /// `E_EXISTS`, `E_UNWRITABLE`, `E_VERIFICATION`.
    pub fn publish(&self, prepared: Prepared, folder: &Path, mask: &Path) -> Outcome<Defaced> {
        let written = match &self.output {
            None => None,
            Some(output) => {
                let path = folder.join(format!("{}.dcm", prepared.instance));
                let put = self.put_prepared(&prepared, output, &path)?;
                Some(Written { path, mask: mask.to_owned(), put })
            }
        };
        let Prepared { instance, series, syntax, .. } = prepared;
        Ok(Defaced { instance, series, transfer_syntax: syntax.uid, written })
    }

    fn put_prepared(&self, prepared: &Prepared, output: &Output, path: &Path) -> Outcome<Put> {
        let (unchanged, sha256) = match output.present(path).map_err(|e| Fault::writing(&e))? {
            Present::File(file) if prepared.is_in(&file) => (true, self.hash(&file)?),
            Present::File(_) | Present::Other if !self.force => return Err(Fault(Code::Exists)),
            _ => {
                let (staged, file) = prepared.stage(output)?;
                let sha256 = self.hash(&file)?;
                (!staged.name(path, Existing::with_force(self.force))?, sha256)
            }
        };
        Ok(Put { bytes: prepared.len(), sha256, unchanged })
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
        let unchanged =
            staged.is_same_as(path) || !staged.name(path, Existing::with_force(self.force))?;
        Ok(Some(Put { bytes, sha256, unchanged }))
    }

    fn hash(&self, file: &File) -> Outcome<String> {
        if self.checksum { checksum(file) } else { Ok(String::new()) }
    }
}
