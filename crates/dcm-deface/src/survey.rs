//! The first pass: every input is opened once, checked, and assigned to its study. Only what names
//! a file is kept of it, so that very large inputs fit.

use std::collections::HashMap;
use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::path::PathBuf;

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::{ReadLimits, parse};
use dicom_common::deid::pseudonym::Pseudonyms;
use dicom_common::files::publish::same_content;
use dicom_common::imaging::series::Image;
use dicom_common::pipeline::instance::{Instance, is_plain_name};
use dicom_common::pipeline::session::EntryId;
use dicom_dictionary_std::{tags, uids};

use crate::entry::{Entry, Inputs};
use crate::nifti;

/// Files that are treated together.
#[derive(Debug)]
pub enum Unit {
    /// The images of one study.
    Study(Vec<EntryId>),
    /// A NIfTI file.
    Nifti(EntryId),
}

impl AsRef<[EntryId]> for Unit {
    fn as_ref(&self) -> &[EntryId] {
        match self {
            Unit::Study(entries) => entries,
            Unit::Nifti(entry) => std::slice::from_ref(entry),
        }
    }
}

/// What reads inputs.
pub struct Survey {
    /// Names what no earlier tool has named.
    pub pseudonyms: Pseudonyms,
    /// The output folder's real path: what lies in it is no input.
    pub output: PathBuf,
}

/// What tells a file from others.
pub enum Found {
    /// An image of a study.
    Image {
        /// Study Instance UID.
        study: String,
        /// SOP Instance UID.
        instance: String,
    },
    /// A NIfTI file.
    Nifti,
}

impl Survey {
    /// Reads the header of an input.
    ///
    /// # Errors
    /// Why it is neither an image of CT or MR nor a NIfTI file.
    pub fn look(&self, entry: &mut Entry) -> Outcome<Found> {
        let path = entry.path()?;
        if fs::canonicalize(path).is_ok_and(|real| real.starts_with(&self.output)) {
            return Err(Fault(Code::InsideOutput));
        }
        // Earlier tools make no such file: they have no rows in a manifest.
        if entry.new.is_some() && nifti::is_one(path) {
            entry.details.series = entry.new.as_ref().map_or("", |new| new.source()).to_owned();
            return Ok(Found::Nifti);
        }
        let (file, len) = entry.open()?;
        let parsed = parse(&file, len, &ReadLimits::default())?;
        let dataset = &parsed.dataset;
        let sop_class = dataset.ascii(tags::SOP_CLASS_UID).or(parsed.meta.sop_class());
        if sop_class == Some(uids::MEDIA_STORAGE_DIRECTORY_STORAGE) {
            return Err(Fault(Code::Dicomdir));
        }
        let instance = Instance::pseudonymous(
            dataset,
            sop_class.unwrap_or_default(),
            &parsed.syntax,
            &self.pseudonyms,
        );
        let named = [&instance.subject, &instance.study];
        for (folder, named) in entry.details.folder.iter_mut().zip(named) {
            if !is_plain_name(folder) {
                folder.clone_from(named);
            }
        }
        if !instance.series.is_empty() {
            entry.details.series.clone_from(&instance.series);
        }
        if let Some(new) = &mut entry.new {
            new.instance = instance;
        }
        let image = Image::of(&parsed)?;
        if entry.details.folder.iter().any(|name| !is_plain_name(name)) {
            return Err(Fault(Code::MissingUid));
        }
        Ok(Found::Image { study: image.study, instance: image.sop_instance })
    }
}

/// Which studies and instances were met.
#[derive(Default)]
pub struct Index {
    /// What is treated together, in the order of the first files.
    units: Vec<Unit>,
    /// Index into `units` by Study Instance UID.
    studies: HashMap<String, usize>,
    /// The first input of each SOP Instance UID, by the hash of the UID: a few bytes for each, so
    /// that millions fit.
    instances: HashMap<u64, EntryId>,
    /// Makes these hashes.
    hasher: RandomState,
}

impl Index {
    /// Adds a file to its unit; an image whose name an earlier one has is none.
    ///
    /// # Errors
    /// `S_SAME_OBJECT`, `E_DUPLICATE`.
    pub fn admit(&mut self, id: EntryId, found: Found, inputs: &Inputs) -> Outcome<()> {
        let Found::Image { study, instance } = found else {
            self.units.push(Unit::Nifti(id));
            return Ok(());
        };
        let first = *self.instances.entry(self.hasher.hash_one(&instance)).or_insert(id);
        if first != id {
            let path = |id| inputs.get(id).and_then(|entry| entry.path);
            let same = path(first).zip(path(id)).is_some_and(|(a, b)| same_content(&a, &b));
            return Err(Fault(if same { Code::SameObject } else { Code::Duplicate }));
        }
        let units = &mut self.units;
        let unit = *self.studies.entry(study).or_insert_with(|| {
            units.push(Unit::Study(Vec::new()));
            units.len() - 1
        });
        if let Some(Unit::Study(study)) = units.get_mut(unit) {
            study.push(id);
        }
        Ok(())
    }

    /// What is treated together, in the order of the first files.
    pub fn take_units(&mut self) -> Vec<Unit> {
        std::mem::take(&mut self.units)
    }
}
