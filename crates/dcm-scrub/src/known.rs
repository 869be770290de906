//! What is known to identify the people of one file: the values that a sweep looks for.

use dicom_common::dataset::{DataSet, Date, Element, Tag, VR, split_values, trim};
use dicom_dictionary_std::tags;

/// Attributes, retired ones among them, whose whole value is known to identify, besides all person names.
#[allow(deprecated)]
const IDENTIFYING: [Tag; 18] = [
    tags::PATIENT_ID,
    tags::OTHER_PATIENT_I_DS,
    tags::ISSUER_OF_PATIENT_ID,
    tags::ACCESSION_NUMBER,
    tags::ADMISSION_ID,
    tags::MEDICAL_RECORD_LOCATOR,
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
const SHORTEST_IDENTIFIER: usize = 4;
/// More known values than any real file has; the rest is refused, not ignored.
const MOST_VALUES: usize = 4096;

/// What is known to identify the people of one file: ASCII in lower case.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct KnownValues {
    values: Vec<Vec<u8>>,
}

impl KnownValues {
    /// Collects from a data set and its items, wherever `leaves` says that the element's value
    /// does not stay on purpose. `None` if there are more values than can be.
    pub fn of(dataset: &DataSet, leaves: &dyn Fn(&Element) -> bool) -> Option<Self> {
        let mut known = Self::default();
        known.collect(dataset, leaves);
        known.values.sort_unstable();
        known.values.dedup();
        (known.values.len() <= MOST_VALUES).then_some(known)
    }

    /// The values.
    pub fn values(&self) -> &[Vec<u8>] {
        &self.values
    }

    fn collect(&mut self, dataset: &DataSet, leaves: &dyn Fn(&Element) -> bool) {
        for element in dataset.elements() {
            for item in element.items() {
                self.collect(item, leaves);
            }
            let Some(bytes) = element.bytes() else {
                continue;
            };
            let vr = element.meant_vr();
            if vr == VR::PN && leaves(element) {
                self.name(bytes);
            } else if element.tag == tags::PATIENT_BIRTH_DATE && leaves(element) {
                self.birth_date(bytes);
            } else if IDENTIFYING.contains(&element.tag) && leaves(element) {
                split_values(bytes).for_each(|value| self.add(value, SHORTEST_IDENTIFIER));
            }
        }
    }

    /// The parts of a name, in all of its groups (PS3.5 6.2.1).
    fn name(&mut self, bytes: &[u8]) {
        for part in bytes.split(|b| b"^=\\ ,".contains(b)) {
            self.add(part, SHORTEST_NAME);
        }
    }

    fn birth_date(&mut self, bytes: &[u8]) {
        let Some(date) = std::str::from_utf8(trim(bytes)).ok().and_then(Date::parse) else {
            return;
        };
        let text = date.to_string();
        let (Some(y), Some(m), Some(d)) = (text.get(..4), text.get(4..6), text.get(6..)) else {
            return;
        };
        self.add(text.as_bytes(), 1);
        for separator in ["-", ".", "/"] {
            for parts in [[y, m, d], [d, m, y], [m, d, y]] {
                self.add(parts.join(separator).as_bytes(), 1);
            }
        }
    }

    fn add(&mut self, value: &[u8], shortest: usize) {
        let value = trim(value);
        // Two characters of a script without small letters are a whole name.
        let long_enough = value.len() >= shortest || !value.is_ascii();
        if long_enough && !value.iter().all(|b| b"0*-.".contains(b)) {
            self.values.push(value.to_ascii_lowercase());
        }
    }
}
