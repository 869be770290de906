//! The first pass: every input is opened once, checked, and assigned to its study. Only what names
//! a file is kept of it, so that very large inputs fit.

use std::collections::HashMap;
use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use dicom_common::code::{Code, Fault, Outcome, RunError};
use dicom_common::dataset::{Parsed, ReadLimits, open, parse};
use dicom_common::deid::pseudonym::Pseudonyms;
use dicom_common::files::publish::same_content;
use dicom_common::imaging::series::Image;
use dicom_common::pipeline::cli::Stop;
use dicom_common::pipeline::instance::{Instance, is_plain_name};
use dicom_common::pipeline::seal::Seal;
use dicom_dictionary_std::{tags, uids};
use rayon::prelude::*;

use crate::nifti;

/// Files in hand at a time.
const CHUNK: usize = 256;

/// One input.
pub struct Entry {
    /// The file; none where an earlier tool delivered none.
    pub path: Option<PathBuf>,
    /// What an earlier tool wrote down of it.
    pub seal: Seal,
    /// The folders of its output: subject and study.
    pub folder: [String; 2],
    /// What its row says, where this tool begins the manifest.
    pub new: Option<Box<New>>,
    /// Whether it is an image to be looked at, or what else.
    pub state: Outcome<()>,
}

/// A row that this tool begins.
#[derive(Default)]
pub struct New {
    /// Keyed id of the input.
    pub source: String,
    /// Whether its path is made of pseudonyms alone, so that a manifest may show it.
    pub shown: bool,
    /// What the header says.
    pub instance: Instance,
}

/// All inputs, in their order.
pub struct Catalogue {
    /// The inputs.
    pub entries: Vec<Entry>,
    /// What is treated together, in the order of the first files.
    pub units: Vec<Unit>,
}

/// Files that are treated together, by their places among the inputs.
pub enum Unit {
    /// The images of one study.
    Study(Vec<usize>),
    /// A NIfTI file.
    Nifti(usize),
}

impl Unit {
    /// Its files.
    pub fn entries(&self) -> &[usize] {
        match self {
            Unit::Study(entries) => entries,
            Unit::Nifti(entry) => std::slice::from_ref(entry),
        }
    }
}

/// What reads inputs.
pub struct Survey<'a> {
    /// Names what no earlier tool has named.
    pub pseudonyms: &'a Pseudonyms,
    /// The output folder's real path: what lies in it is no input.
    pub output: &'a Path,
}

/// What tells a file from others.
enum Found {
    /// An image of a study.
    Image { study: String, instance: String },
    /// A NIfTI file.
    Nifti,
}

impl Survey<'_> {
    /// Reads the headers of all inputs.
    ///
    /// # Errors
    /// When a signal arrives.
    pub fn read(&self, entries: Vec<Entry>, stop: &Stop) -> Result<Catalogue, RunError> {
        let mut catalogue = Catalogue { entries: Vec::new(), units: Vec::new() };
        let mut index = Index::default();
        let mut entries = entries.into_iter().peekable();
        while entries.peek().is_some() {
            stop.check()?;
            let chunk: Vec<Entry> = entries.by_ref().take(CHUNK).collect();
            let look = |mut entry: Entry| {
                // A fault of the tool costs its row, not the run.
                let found = catch_unwind(AssertUnwindSafe(|| self.look(&mut entry)));
                let found = found.unwrap_or(Err(Fault(Code::Internal)));
                (entry, found)
            };
            let found: Vec<_> = chunk.into_par_iter().map(look).collect();
            for (mut entry, found) in found {
                entry.state = found.and_then(|found| index.admit(found, &entry, &mut catalogue));
                catalogue.entries.push(entry);
            }
        }
        Ok(catalogue)
    }

    fn look(&self, entry: &mut Entry) -> Outcome<Found> {
        let path = entry.path.as_deref().ok_or(Fault(Code::Upstream))?;
        if fs::canonicalize(path).is_ok_and(|real| real.starts_with(self.output)) {
            return Err(Fault(Code::InsideOutput));
        }
        // Earlier tools make no such file: they have no rows in a manifest.
        if entry.new.is_some() && nifti::is_one(path) {
            return Ok(Found::Nifti);
        }
        let parsed = read(path, &entry.seal)?;
        let dataset = &parsed.dataset;
        let class = dataset.ascii(tags::SOP_CLASS_UID).or(parsed.meta.sop_class());
        if class == Some(uids::MEDIA_STORAGE_DIRECTORY_STORAGE) {
            return Err(Fault(Code::Dicomdir));
        }
        let instance = Instance::pseudonymous(
            dataset,
            class.unwrap_or_default(),
            &parsed.syntax,
            self.pseudonyms,
        );
        let named = [&instance.subject, &instance.study];
        for (folder, named) in entry.folder.iter_mut().zip(named) {
            if !is_plain_name(folder) {
                folder.clone_from(named);
            }
        }
        if let Some(new) = &mut entry.new {
            new.instance = instance;
        }
        let image = Image::of(&parsed)?;
        if entry.folder.iter().any(|name| !is_plain_name(name)) {
            return Err(Fault(Code::MissingUid));
        }
        Ok(Found::Image { study: image.study, instance: image.sop_instance })
    }
}

/// The header of a file.
///
/// # Errors
/// The code that says why it cannot be read.
pub fn read(path: &Path, seal: &Seal) -> Outcome<Parsed> {
    let (file, len) = open(path)?;
    seal.check(&file, len)?;
    parse(&file, len, &ReadLimits::default())
}

/// Which studies and instances were met.
#[derive(Default)]
struct Index {
    studies: HashMap<String, usize>,
    /// A few bytes for each instance, so that millions fit.
    instances: HashMap<u64, usize>,
    hasher: RandomState,
}

impl Index {
    /// Adds a file to its unit; an image whose name an earlier one has is none.
    fn admit(&mut self, found: Found, entry: &Entry, catalogue: &mut Catalogue) -> Outcome<()> {
        let place = catalogue.entries.len();
        let Found::Image { study, instance } = found else {
            catalogue.units.push(Unit::Nifti(place));
            return Ok(());
        };
        let first = *self.instances.entry(self.hasher.hash_one(&instance)).or_insert(place);
        if first != place {
            let first = catalogue.entries.get(first).and_then(|first| first.path.as_deref());
            let same = first.zip(entry.path.as_deref()).is_some_and(|(a, b)| same_content(a, b));
            return Err(Fault(if same { Code::SameObject } else { Code::Duplicate }));
        }
        let units = &mut catalogue.units;
        let unit = *self.studies.entry(study).or_insert_with(|| {
            units.push(Unit::Study(Vec::new()));
            units.len() - 1
        });
        if let Some(Unit::Study(study)) = units.get_mut(unit) {
            study.push(place);
        }
        Ok(())
    }
}
