//! The first pass: every input is opened once, checked, and assigned to its study. Only what names
//! a file is kept of it, so that very large inputs fit.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::{ReadLimits, parse};
use dicom_common::deid::pseudonym::Pseudonyms;
use dicom_common::imaging::series::Image;
use dicom_common::pipeline::instance::Instance;
use dicom_common::pipeline::session::{EntryId, StudyEntry};
use dicom_dictionary_std::tags;

use crate::entry::{Entry, Inputs};
use crate::originals::Originals;

/// What reads inputs.
pub struct Survey {
    /// Names what no earlier tool has named.
    pub pseudonyms: Pseudonyms,
    /// The files before defacing, where no manifest names them.
    pub originals: Option<Originals>,
}

/// The images of a study, in the inputs' order.
#[derive(Debug)]
pub struct Study(pub Vec<EntryId>);

impl AsRef<[EntryId]> for Study {
    fn as_ref(&self) -> &[EntryId] {
        &self.0
    }
}

impl Survey {
    /// The Study Instance UID of an input; finds its original where it is not named.
    ///
    /// # Errors
    /// Why it is no image of CT or MR that can be checked.
    pub fn look(&self, entry: &mut Entry) -> Outcome<String> {
        let path = entry.path()?;
        if is_nifti(path) {
            return Err(Fault(if is_companion(path) { Code::Modality } else { Code::NotJudged }));
        }
        let (file, len) = entry.open()?;
        let parsed = parse(&file, len, &ReadLimits::default())?;
        let StudyEntry { path, new, details, .. } = entry;
        let path = path.as_deref().ok_or(Fault(Code::Upstream))?;
        if let Some(new) = new {
            let dataset = &parsed.dataset;
            let sop_class = dataset.ascii(tags::SOP_CLASS_UID).or(parsed.meta.sop_class());
            let sop_class = sop_class.unwrap_or_default();
            new.instance =
                Instance::pseudonymous(dataset, sop_class, &parsed.syntax, &self.pseudonyms);
            details.subject.clone_from(&new.instance.subject);
            details.series.clone_from(&new.instance.series);
        }
        let image = Image::of(&parsed)?;
        if details.original.is_none() && details.defaced {
            let originals = self.originals.as_ref();
            details.original = originals.and_then(|originals| originals.of(path, &image));
            details.mask = details.mask.take().or_else(|| mask_beside(path));
            details.original.as_ref().ok_or(Fault(Code::NoOriginal))?;
        }
        Ok(image.study)
    }

    /// How many files of each original series were not delivered, by its Series Instance UID: as the
    /// manifest tells, or else those from which no input was made.
    pub fn lost(&self, inputs: &Inputs) -> HashMap<String, usize> {
        let mut lost = HashMap::new();
        for series in inputs.iter().filter_map(|(_, entry)| entry.details.lost) {
            *lost.entry(series).or_default() += 1;
        }
        match &self.originals {
            Some(originals) if lost.is_empty() => {
                let made_from = inputs.iter().filter_map(|(_, entry)| entry.details.original);
                originals.missing(&made_from.collect())
            }
            _ => lost,
        }
    }
}

/// Which studies were met.
#[derive(Default)]
pub struct Index {
    /// In the order of the first files.
    studies: Vec<Study>,
    by_uid: HashMap<String, usize>,
}

impl Index {
    /// Adds an image to its study.
    pub fn admit(&mut self, id: EntryId, study: String) {
        let studies = &mut self.studies;
        let at = *self.by_uid.entry(study).or_insert_with(|| {
            studies.push(Study(Vec::new()));
            studies.len() - 1
        });
        if let Some(Study(study)) = studies.get_mut(at) {
            study.push(id);
        }
    }

    /// The studies, in the order of the first files.
    pub fn take_studies(&mut self) -> Vec<Study> {
        std::mem::take(&mut self.studies)
    }
}

fn is_nifti(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    name.ends_with(".nii.gz") || name.ends_with(".nii")
}

/// Masks and volumes that dcm-deface lays beside the files of a series.
fn is_companion(path: &Path) -> bool {
    let named = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("defaced"));
    let folder = path.parent().and_then(|folder| fs::read_dir(folder).ok());
    let dicom = |entry: fs::DirEntry| entry.path().extension().is_some_and(|end| end == "dcm");
    named && folder.is_some_and(|entries| entries.flatten().any(dicom))
}

/// The mask in a file's folder.
fn mask_beside(path: &Path) -> Option<PathBuf> {
    let mask = path.with_file_name("defaced_mask.nii.gz");
    mask.is_file().then_some(mask)
}
