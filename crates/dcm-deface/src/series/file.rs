//! A file of a series.

use std::fs::File;
use std::path::{Path, PathBuf};

use dicom_common::code::Outcome;
use dicom_common::dataset::{ReadLimits, parse};
use dicom_common::imaging::series::Image;
use dicom_common::pipeline::same_file::SameFile;
use dicom_common::pipeline::session::EntryId;

use crate::entry::Entry;

/// The file that an image of a series lies in.
pub struct SeriesFile {
    /// Which input of the run it is.
    pub id: EntryId,
    /// The input, as the first pass has checked it.
    pub file: SameFile,
    /// Where its series is written, below the output folder: `SUBJECT/STUDY`.
    pub study_folder: PathBuf,
}

impl SeriesFile {
    /// The file of an input.
    ///
    /// # Errors
    /// `S_UPSTREAM` where an earlier tool delivered none.
    pub fn of(id: EntryId, entry: &Entry) -> Outcome<Self> {
        let [subject, study] = &entry.details.folder;
        let study_folder = Path::new(subject).join(study);
        Ok(Self { id, file: entry.file()?, study_folder })
    }

    /// The file, opened anew.
    ///
    /// # Errors
    /// `E_UNREADABLE`, `E_CHANGED`.
    pub fn open(&self) -> Outcome<File> {
        Ok(self.file.again()?.0)
    }

    /// The image that its header describes. Its seal was checked in the first pass.
    ///
    /// # Errors
    /// `E_CHANGED`, and those of reading a header.
    pub fn image(&self) -> Outcome<Image> {
        let (file, len) = self.file.again()?;
        Image::of(&parse(&file, len, &ReadLimits::default())?)
    }
}
