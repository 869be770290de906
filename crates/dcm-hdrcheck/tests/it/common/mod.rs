//! Small files, and runs over them.
#![allow(dead_code, reason = "each test uses its part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::path::{Path, PathBuf};

use clap::Parser;
use dcm_hdrcheck::Args;
use dicom_common::code::RunError;
use dicom_common::dataset::{DataSet, Element, Encoded, FileMeta, Syntax, VR};
use dicom_common::deid::pseudonym::{Key, Pseudonyms};
use dicom_common::pipeline::cli::Tally;
use dicom_dictionary_std::tags;

pub const CLASS: &str = "1.2.840.10008.5.1.4.1.1.2";
pub const SYNTAX: &str = "1.2.840.10008.1.2.1";

pub fn pseudonyms() -> Pseudonyms {
    Pseudonyms::new(&Key::from_bytes(vec![7; 32]).unwrap())
}

pub fn text(tag: dicom_common::dataset::Tag, vr: VR, value: &str) -> Element {
    Element::new(tag, vr, value.as_bytes().to_vec())
}

/// An object as dcm-scrub leaves it at level low, with more elements.
pub fn scrubbed(instance: &str, more: Vec<Element>) -> DataSet {
    let new = pseudonyms();
    let code = DataSet::new(vec![
        text(tags::CODE_VALUE, VR::SH, "113100"),
        text(tags::CODING_SCHEME_DESIGNATOR, VR::SH, "DCM"),
    ]);
    let mut dataset = DataSet::new(vec![
        text(tags::IMAGE_TYPE, VR::CS, "ORIGINAL\\PRIMARY\\AXIAL"),
        text(tags::SOP_CLASS_UID, VR::UI, CLASS),
        text(tags::SOP_INSTANCE_UID, VR::UI, &new.uid(instance)),
        text(tags::STUDY_DATE, VR::DA, "20200101"),
        text(tags::MODALITY, VR::CS, "CT"),
        text(tags::PATIENT_NAME, VR::PN, ""),
        text(tags::PATIENT_ID, VR::LO, &new.identifier(b"Doe")),
        text(tags::PATIENT_AGE, VR::AS, "043Y"),
        text(tags::PATIENT_IDENTITY_REMOVED, VR::CS, "YES"),
        text(tags::DEIDENTIFICATION_METHOD, VR::LO, "dcm-scrub 0.1.0"),
        Element::sequence(tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE, vec![code]),
        text(tags::STUDY_INSTANCE_UID, VR::UI, &new.uid("1.2.3.4.1")),
        text(tags::SERIES_INSTANCE_UID, VR::UI, &new.uid("1.2.3.4.2")),
        text(tags::LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED, VR::CS, "MODIFIED"),
    ]);
    more.into_iter().for_each(|element| dataset.put(element));
    dataset
}

pub fn write(path: &Path, dataset: &DataSet) {
    let syntax = Syntax::from_uid(SYNTAX).unwrap();
    let instance = dataset.ascii(tags::SOP_INSTANCE_UID).unwrap_or_default();
    let prefix = FileMeta::rebuilt(CLASS, instance, &syntax);
    let bytes = Encoded::new(prefix, dataset, syntax.encoding).to_memory(&[]).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// A folder with files, and runs over them.
pub struct Bench {
    pub folder: tempfile::TempDir,
}

impl Bench {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("in")).unwrap();
        Self { folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn put(&self, name: &str, dataset: &DataSet) {
        write(&self.path("in").join(name), dataset);
    }

    /// Runs over the folder; `@` in a flag stands for the folder of results.
    pub fn run(&self, flags: &str) -> (Result<Tally, RunError>, String) {
        let folder = self.folder.path().display().to_string();
        let flags = flags.replace('@', &folder);
        let flags = flags.split(' ').filter(|flag| !flag.is_empty());
        let input = format!("{folder}/in");
        let args = ["dcm-hdrcheck", "-q", "--input", &input].into_iter().chain(flags);
        let mut manifest = Vec::new();
        let tally = dcm_hdrcheck::check(&Args::parse_from(args), &mut manifest);
        (tally, String::from_utf8(manifest).unwrap())
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }
}
