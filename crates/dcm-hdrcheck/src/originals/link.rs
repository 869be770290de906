//! The link file of dcm-scrub: originals next to their pseudonyms.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::path::Path;

use crosswalk::{Opener, Reader};
use dicom_common::code::RunError;
use dicom_dictionary_std::tags;

use crate::originals::known::Known;
use crate::reader::{DataSet, Element, Tag, Text, VR, keyword, trim};
use crate::reason::Reason;
use crate::verdict::Field;

/// Pseudonyms by what they stand for.
#[derive(Debug, Default)]
pub(super) struct Link {
    /// New SOP Instance UID of each source.
    instances: HashMap<String, String>,
    /// Original of each new SOP Instance UID.
    originals: HashMap<String, String>,
    /// Days by which the dates of a patient move.
    shifts: HashMap<Vec<u8>, i64>,
    /// New values of patients, studies, series and instances.
    new: HashMap<Kind, HashSet<String>>,
    /// New values of patients that are no originals.
    patients: HashSet<String>,
    /// New values that do not stand for one original, or whose original has several.
    ambiguous: HashSet<String>,
}

/// What has one pseudonym for one original.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Patient,
    Study,
    Series,
    Instance,
}

const KINDS: [Kind; 4] = [Kind::Patient, Kind::Study, Kind::Series, Kind::Instance];

impl Kind {
    /// The attribute that holds the new value.
    fn tag(self) -> Tag {
        match self {
            Self::Patient => tags::PATIENT_ID,
            Self::Study => tags::STUDY_INSTANCE_UID,
            Self::Series => tags::SERIES_INSTANCE_UID,
            Self::Instance => tags::SOP_INSTANCE_UID,
        }
    }
}

/// Proves that originals and pseudonyms belong together one to one.
#[derive(Default)]
struct OneToOne {
    /// The new value of each original.
    forth: HashMap<(Kind, Vec<u8>), String>,
    /// The original of each new value.
    back: HashMap<(Kind, String), Vec<u8>>,
}

impl OneToOne {
    fn admit(&mut self, kind: Kind, original: &[u8], new: &str) -> bool {
        let forth = self.forth.entry((kind, original.to_vec())).or_insert_with(|| new.to_owned());
        let back = self.back.entry((kind, new.to_owned())).or_insert_with(|| original.to_vec());
        forth == new && back == original
    }
}

impl Link {
    /// Reads a link file, and adds its originals to the known values.
    ///
    /// # Errors
    /// When it cannot be read or opened, is no link file, or has a row that is not understood.
    pub(super) fn read(
        path: &Path,
        opener: Option<&Opener>,
        known: &mut Known,
    ) -> Result<Self, RunError> {
        let (mut link, mut pairs) = (Self::default(), OneToOne::default());
        for row in Reader::open(path, opener).map_err(RunError::usage)? {
            link.row(row.map_err(RunError::usage)?, known, &mut pairs)?;
        }
        Ok(link)
    }

    fn row(
        &mut self,
        row: crosswalk::LinkRow,
        known: &mut Known,
        pairs: &mut OneToOne,
    ) -> Result<(), RunError> {
        let crosswalk::LinkRow { source, kind, original, new } = row;
        let kind = match kind.as_str() {
            "path" => {
                known.add_path(&readable(&original));
                return Ok(());
            }
            "value" => {
                known.add_value(&readable(&original));
                return Ok(());
            }
            "shift" => {
                let days = new.parse().map_err(|_| not_understood())?;
                if *self.shifts.entry(original.clone()).or_insert(days) != days {
                    self.ambiguous.extend(pairs.forth.get(&(Kind::Patient, original)).cloned());
                }
                return Ok(());
            }
            // Another UID that was changed: it must not occur.
            "uid" => {
                known.add_uid(trim(&original));
                return Ok(());
            }
            // The path of a file of which nothing was written.
            "unwritten" => return Ok(()),
            "patient" => Kind::Patient,
            "study" => Kind::Study,
            "series" => Kind::Series,
            "instance" => Kind::Instance,
            // Its originals would not be searched for.
            _ => return Err(not_understood()),
        };
        // What was kept on purpose may occur.
        if original != new.as_bytes() {
            known.add_identifier(&readable(&original), &Text::default());
            if kind == Kind::Patient {
                self.patients.insert(new.clone());
            }
        }
        if !pairs.admit(kind, &original, &new) {
            self.ambiguous.insert(new.clone());
        }
        if kind == Kind::Instance {
            self.originals.insert(new.clone(), String::from_utf8_lossy(&original).into_owned());
            self.instances.insert(source, new.clone());
        }
        self.new.entry(kind).or_default().insert(new);
        Ok(())
    }

    /// Whether a value is the only name of one patient, and no original.
    pub(super) fn names_patient(&self, value: &[u8]) -> bool {
        let value = std::str::from_utf8(trim(value)).unwrap_or_default();
        self.patients.contains(value) && !self.ambiguous.contains(value)
    }

    /// The original SOP Instance UID of a file.
    pub(super) fn original_instance(&self, dataset: &DataSet) -> Option<&str> {
        self.originals.get(dataset.ascii(tags::SOP_INSTANCE_UID)?).map(String::as_str)
    }

    /// By how many days the dates of an original move.
    pub(super) fn shift(&self, original: &DataSet) -> Option<i64> {
        let value = |tag| original.get(tag).and_then(Element::bytes).map(trim).unwrap_or_default();
        let patient = match value(tags::PATIENT_ID) {
            [] => value(tags::STUDY_INSTANCE_UID),
            id => id,
        };
        // The link file is UTF-8; those of earlier versions have the bytes of the file.
        let text = Text::of(original, &Text::default()).decode(patient);
        self.shifts.get(text.as_bytes()).or_else(|| self.shifts.get(patient)).copied()
    }

    /// Identifiers of a file that are not those that the link file names.
    pub(super) fn compare(&self, source: &str, dataset: &DataSet) -> Vec<Field> {
        let wrong = |kind: &Kind| {
            let value = dataset.ascii(kind.tag())?;
            let named = self.new.get(kind).is_some_and(|new| new.contains(value));
            let own = match (kind, self.instances.get(source)) {
                (Kind::Instance, Some(new)) => new == value,
                _ => true,
            };
            (!named || !own || self.ambiguous.contains(value)).then(|| inconsistent(kind.tag()))
        };
        KINDS.iter().filter_map(wrong).collect()
    }
}

/// The text of an original: UTF-8, or in files of earlier versions the bytes of some character set.
fn readable(original: &[u8]) -> String {
    match std::str::from_utf8(original) {
        Ok(text) => text.to_owned(),
        Err(_) => original.iter().map(|b| char::from(*b)).collect(),
    }
}

/// A row that says what this program does not know.
fn not_understood() -> RunError {
    RunError::usage("--link has a row of a kind or with a value that this version does not know")
}

fn inconsistent(tag: Tag) -> Field {
    Field {
        path: format!("{:04X}{:04X}", tag.0, tag.1),
        keyword: Cow::Borrowed(keyword(tag).unwrap_or_default()),
        vr: Some(if tag == tags::PATIENT_ID { VR::LO } else { VR::UI }),
        absolute: false,
        reason: Reason::Inconsistent,
        value: None,
        allowed: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn read(rows: &str) -> Result<Link, RunError> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        write!(file, "source,kind,original,new\n{rows}").unwrap();
        Link::read(file.path(), None, &mut Known::default())
    }

    fn link(rows: &str) -> Link {
        read(rows).unwrap()
    }

    fn dataset(patient: &str, instance: &str) -> DataSet {
        DataSet::new(vec![
            Element::new(tags::SOP_INSTANCE_UID, VR::UI, instance.as_bytes().to_vec()),
            Element::new(tags::PATIENT_ID, VR::LO, patient.as_bytes().to_vec()),
        ])
    }

    #[test]
    fn identifiers_must_be_those_of_the_link_file() {
        let link = link(
            "S1,patient,Doe,P1\nS1,shift,Doe,-10\nS1,instance,1.2.3.400,2.25.1\nS2,instance,1.2.3.401,2.25.2\n",
        );
        assert!(link.compare("S1", &dataset("P1", "2.25.1")).is_empty());
        assert_eq!(link.compare("S1", &dataset("P2", "2.25.1")).len(), 1);
        assert_eq!(link.compare("S1", &dataset("P1", "2.25.2")).len(), 1);
        assert_eq!(link.original_instance(&dataset("P1", "2.25.2")), Some("1.2.3.401"));
        assert_eq!(link.shift(&dataset("Doe", "1.2.3.400")), Some(-10));
    }

    #[test]
    fn one_original_has_one_pseudonym() {
        let link = link("S1,patient,Doe,P1\nS2,patient,Doe,P2\nS3,patient,Roe,P1\n");
        assert_eq!(link.compare("S2", &dataset("P2", "")).len(), 1);
        assert_eq!(link.compare("S3", &dataset("P1", "")).len(), 1);
        assert!(!link.names_patient(b"P1") && !link.names_patient(b"P2"));
    }

    #[test]
    fn the_name_of_a_patient_is_known_and_an_original_is_none() {
        let link = link("S1,patient,Doe,SITE-001\nS2,patient,KEPT,KEPT\n");
        assert!(link.names_patient(b"SITE-001 "));
        for other in [&b"SITE-002"[..], b"Doe", b"KEPT", b"", b"SITE-001\\Doe"] {
            assert!(!link.names_patient(other));
        }
    }

    #[test]
    fn a_row_that_is_not_understood_is_an_error_and_not_passed_over() {
        assert!(read("S1,unwritten,raw/1.dcm,\nS1,shift,Doe,-10\n").is_ok());
        assert!(read("S1,accession,A123,A1\n").is_err());
        assert!(read("S1,shift,Doe,ten\n").is_err());
    }
}
