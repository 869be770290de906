//! The first pass: every input is opened once, checked, and assigned to its study. Only what names
//! a file is kept of it, so that very large inputs fit.

use std::collections::HashMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use dicom_common::code::{Code, Fault, Outcome, RunError};
use dicom_common::dataset::{Parsed, ReadLimits, open, parse};
use dicom_common::deid::pseudonym::Pseudonyms;
use dicom_common::imaging::series::Image;
use dicom_common::pipeline::cli::Stop;
use dicom_common::pipeline::instance::Instance;
use dicom_common::pipeline::seal::Seal;
use dicom_dictionary_std::tags;
use rayon::prelude::*;

use crate::originals::Originals;
use crate::rows::Named;

/// Files in hand at a time.
const CHUNK: usize = 256;

/// One input.
pub struct Entry {
    /// The file to be checked; none where an earlier tool delivered none.
    pub path: Option<PathBuf>,
    /// What an earlier tool wrote down of it.
    pub seal: Seal,
    /// The file that it was made from.
    pub original: Option<PathBuf>,
    /// Whether a defacer made it, so that there must be an original.
    pub defaced: bool,
    /// The mask of what was removed.
    pub mask: Option<PathBuf>,
    /// What a report may call the patient.
    pub subject: String,
    /// The series of an original that a defacer did not deliver.
    pub lost: Option<String>,
    /// What its row says, where this tool begins the manifest.
    pub new: Option<Box<Named>>,
    /// Whether it is an image to be looked at, or what else.
    pub state: Outcome<()>,
}

/// All inputs, in their order.
pub struct Catalogue {
    /// The inputs.
    pub entries: Vec<Entry>,
    /// The images of each study, by their places among the inputs; in the order of the first ones.
    pub studies: Vec<Vec<usize>>,
    /// How many files of an original series were not delivered, by its UID.
    pub lost: HashMap<String, usize>,
}

impl Catalogue {
    /// Reads the headers of all inputs, and finds their originals where they are not named.
    ///
    /// # Errors
    /// When a signal arrives.
    pub fn read(
        entries: Vec<Entry>,
        originals: Option<(&Originals, &Pseudonyms)>,
        stop: &Stop,
    ) -> Result<Self, RunError> {
        let mut catalogue = Self { entries: Vec::new(), studies: Vec::new(), lost: HashMap::new() };
        let mut studies: HashMap<String, usize> = HashMap::new();
        let mut entries = entries.into_iter().peekable();
        while entries.peek().is_some() {
            stop.check()?;
            let chunk: Vec<Entry> = entries.by_ref().take(CHUNK).collect();
            let look = |mut entry: Entry| {
                // A fault of the tool costs its row, not the run.
                let study = catch_unwind(AssertUnwindSafe(|| look(&mut entry, originals)));
                (entry, study.unwrap_or(Err(Fault(Code::Internal))))
            };
            let found: Vec<_> = chunk.into_par_iter().map(look).collect();
            for (mut entry, study) in found {
                let place = catalogue.entries.len();
                if let Some(series) = &entry.lost {
                    *catalogue.lost.entry(series.clone()).or_default() += 1;
                }
                entry.state = study.map(|study| {
                    let at = *studies.entry(study).or_insert_with(|| {
                        catalogue.studies.push(Vec::new());
                        catalogue.studies.len() - 1
                    });
                    if let Some(study) = catalogue.studies.get_mut(at) {
                        study.push(place);
                    }
                });
                catalogue.entries.push(entry);
            }
        }
        if let Some((originals, _)) = originals.filter(|_| catalogue.lost.is_empty()) {
            let used = catalogue.entries.iter().filter_map(|entry| entry.original.as_deref());
            catalogue.lost = originals.missing(used);
        }
        Ok(catalogue)
    }
}

/// The study of an image.
fn look(entry: &mut Entry, originals: Option<(&Originals, &Pseudonyms)>) -> Outcome<String> {
    let path = entry.path.as_deref().ok_or(Fault(Code::Upstream))?;
    if is_nifti(path) {
        return Err(Fault(if is_companion(path) { Code::Modality } else { Code::NotJudged }));
    }
    let parsed = header(path, &entry.seal)?;
    if let (Some(new), Some((_, pseudonyms))) = (&mut entry.new, originals) {
        let dataset = &parsed.dataset;
        let class = dataset.ascii(tags::SOP_CLASS_UID).or(parsed.meta.sop_class());
        new.instance =
            Instance::pseudonymous(dataset, class.unwrap_or_default(), &parsed.syntax, pseudonyms);
        entry.subject.clone_from(&new.instance.subject);
    }
    let image = Image::of(&parsed)?;
    if entry.original.is_none() && entry.defaced {
        entry.original = originals.and_then(|(originals, _)| originals.of(path, &image));
        entry.mask = entry.mask.take().or_else(|| mask_beside(path));
        entry.original.as_ref().ok_or(Fault(Code::NoOriginal))?;
    }
    Ok(image.study)
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

/// The header of a file.
///
/// # Errors
/// The code that says why it cannot be read.
pub fn header(path: &Path, seal: &Seal) -> Outcome<Parsed> {
    let (file, len) = open(path)?;
    seal.check(&file, len)?;
    parse(&file, len, &ReadLimits::default())
}

/// The image of a file.
///
/// # Errors
/// The code that says why it cannot be read.
pub fn image(path: &Path) -> Outcome<Image> {
    Image::of(&header(path, &Seal::default())?)
}
