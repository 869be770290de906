//! Values of the originals that must not occur anywhere else.

use std::collections::{BTreeMap, HashSet};

use dicom_common::dataset::{DataSet, Date, Element, Tag, VR, split_values, trim};
use dicom_dictionary_std::tags;

/// Attributes whose whole value identifies, besides all person names.
const IDENTIFYING: [Tag; 18] = [
    tags::PATIENT_ID,
    Tag(0x0010, 0x1000),
    tags::ISSUER_OF_PATIENT_ID,
    tags::ACCESSION_NUMBER,
    tags::ADMISSION_ID,
    Tag(0x0010, 0x1090),
    tags::STUDY_ID,
    tags::PATIENT_ADDRESS,
    tags::PATIENT_TELEPHONE_NUMBERS,
    tags::REFERRING_PHYSICIAN_TELEPHONE_NUMBERS,
    tags::REFERRING_PHYSICIAN_ADDRESS,
    tags::INSTITUTION_NAME,
    tags::INSTITUTION_ADDRESS,
    tags::STATION_NAME,
    tags::DEVICE_SERIAL_NUMBER,
    tags::FILLER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST,
    tags::PLACER_ORDER_NUMBER_IMAGING_SERVICE_REQUEST,
    tags::CLINICAL_TRIAL_SUBJECT_ID,
];

/// Shorter parts of names would match inside ordinary words.
const SHORTEST_NAME: usize = 3;
/// Shorter identifiers and names of folders say nothing.
const SHORTEST: usize = 4;
/// Values this long are looked for inside longer words, and in binary values.
pub(super) const INSIDE_WORDS: usize = 6;
/// The shortest text that is taken for a UID.
const SHORTEST_UID: usize = 8;
const STANDARD_ROOT: &[u8] = b"1.2.840.10008.";

/// Values that must not occur, ASCII in lower case; UIDs apart.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Whether the occurrence is certain to be the original's.
    pub(super) values: BTreeMap<Vec<u8>, bool>,
    /// UIDs that are not the standard's.
    pub(super) uids: HashSet<Vec<u8>>,
}

impl Known {
    /// Adds what identifies in a data set and its items, where `leaves` says that the element's
    /// value does not stay on purpose.
    pub(super) fn add_dataset(&mut self, dataset: &DataSet, leaves: &dyn Fn(&Element) -> bool) {
        for element in dataset.elements() {
            element.items().iter().for_each(|item| self.add_dataset(item, leaves));
            let Some(bytes) = element.bytes().filter(|_| leaves(element)) else { continue };
            match element.meant_vr() {
                VR::PN => self.add_name(bytes),
                VR::UI => split_values(bytes).for_each(|uid| self.add_uid(uid)),
                VR::DA if element.tag == tags::PATIENT_BIRTH_DATE => self.add_birth_date(bytes),
                _ if IDENTIFYING.contains(&element.tag) => {
                    split_values(bytes).for_each(|value| self.add_identifier(value));
                }
                _ => {}
            }
        }
    }

    /// Adds an identifier; one that has the form of a UID as such.
    pub(super) fn add_identifier(&mut self, value: &[u8]) {
        match is_uid_like(value) {
            true => self.add_uid(value),
            false => self.add(value, SHORTEST, true),
        }
    }

    /// Adds a value of any kind that was seen in an original.
    pub(super) fn add_value(&mut self, value: &[u8]) {
        self.add(value, 1, true);
    }

    /// Adds a UID that is not the standard's.
    pub(super) fn add_uid(&mut self, uid: &[u8]) {
        if is_uid_like(uid) && !uid.starts_with(STANDARD_ROOT) {
            self.uids.insert(uid.to_vec());
        }
    }

    /// Adds the names of the folders and of the file. Those of letters alone may be ordinary words.
    pub(super) fn add_path(&mut self, path: &[u8]) {
        for name in path.split(|b| *b == b'/') {
            let stem = name.strip_suffix(b".dcm").unwrap_or(name);
            self.add(
                stem,
                SHORTEST,
                stem.len() >= INSIDE_WORDS && stem.iter().any(u8::is_ascii_digit),
            );
        }
    }

    /// Adds the parts of a name, in all of its groups (PS3.5 6.2.1).
    fn add_name(&mut self, bytes: &[u8]) {
        for part in bytes.split(|b| b"^=\\ ,".contains(b)) {
            self.add(part, SHORTEST_NAME, true);
        }
    }

    fn add_birth_date(&mut self, bytes: &[u8]) {
        let Some(date) = std::str::from_utf8(trim(bytes)).ok().and_then(Date::parse) else {
            return;
        };
        let text = date.to_string();
        let (Some(y), Some(m), Some(d)) = (text.get(..4), text.get(4..6), text.get(6..)) else {
            return;
        };
        self.add(text.as_bytes(), 1, true);
        for separator in ["-", ".", "/"] {
            for parts in [[y, m, d], [d, m, y], [m, d, y]] {
                self.add(parts.join(separator).as_bytes(), 1, true);
            }
        }
    }

    fn add(&mut self, value: &[u8], shortest: usize, certain: bool) {
        let value = trim(value);
        // Two characters of a script without small letters are a whole name.
        let long_enough = value.len() >= shortest || !value.is_ascii();
        if long_enough && !value.iter().all(|b| b"0*-.".contains(b)) {
            *self.values.entry(value.to_ascii_lowercase()).or_default() |= certain;
        }
    }
}

/// Whether bytes have the form of a UID, and the length of one that is not the standard's.
pub(super) fn is_uid_like(bytes: &[u8]) -> bool {
    bytes.len() >= SHORTEST_UID
        && bytes.iter().all(|b| b.is_ascii_digit() || *b == b'.')
        && bytes.iter().filter(|b| **b == b'.').count() >= 2
}
