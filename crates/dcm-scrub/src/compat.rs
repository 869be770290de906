//! What the RSNA anonymizer (19.0.10) does, reproduced with its defects for comparisons: unsalted
//! hashes, invented dates, values that do not fit their VR, untrue claims. Not for sharing data.

use std::collections::HashMap;
use std::sync::Mutex;

use dicom_common::dataset::{DataSet, Date, Element, Tag, VR, Value, trim};
use dicom_common::deid::policy::MethodCode;
use dicom_dictionary_std::tags;
use md5::Md5;
use sha2::{Digest, Sha256};

use crate::provenance::code_item;
use crate::script::{Operation, Script};

/// What takes the place of every value that is no date.
const INVENTED_DATE: &str = "20000101";
/// A UID has 64 characters at most.
const LONGEST_UID: usize = 64;
const METHOD: &str = "RSNA DICOM ANONYMIZER";
/// Claimed for every file, whatever was done.
const CLAIMS: [MethodCode; 3] = [
    MethodCode { value: "113100", meaning: "Basic Application Confidentiality Profile" },
    MethodCode {
        value: "113107",
        meaning: "Retain Longitudinal Temporal Information Modified Dates Option",
    },
    MethodCode { value: "113108", meaning: "Retain Patient Characteristics Option" },
];

/// A project of the original program.
#[derive(Debug)]
pub struct Project {
    /// What is done with each attribute.
    pub script: Script,
    /// Site id, up to 16 digits: part of the pseudonyms, and written into (0013,1001).
    pub site: String,
    /// Project name, written into (0013,1003).
    pub name: String,
    /// Root of new UIDs, at most 40 characters.
    pub uid_root: String,
    /// Patients in the order of their first appearance.
    patients: Mutex<HashMap<Vec<u8>, usize>>,
}

impl Project {
    /// A project without patients.
    pub fn new(script: Script, site: String, name: String, uid_root: String) -> Self {
        Self { script, site, name, uid_root, patients: Mutex::default() }
    }

    /// The data set as the original program writes it.
    pub fn anonymize(&self, mut dataset: DataSet) -> DataSet {
        if dataset.get(tags::PATIENT_ID).is_none() {
            dataset.put(Element::new(tags::PATIENT_ID, VR::LO, Vec::new()));
        }
        let patient = dataset.get(tags::PATIENT_ID).and_then(Element::bytes).map(trim);
        let patient = patient.unwrap_or_default().to_vec();
        let mut dataset = self.dataset(dataset, &patient);
        self.state(&mut dataset);
        dataset
    }

    fn dataset(&self, dataset: DataSet, patient: &[u8]) -> DataSet {
        let elements = dataset.into_elements().into_iter();
        DataSet::new(elements.filter_map(|element| self.element(element, patient)).collect())
    }

    fn element(&self, element: Element, patient: &[u8]) -> Option<Element> {
        if element.tag.0 % 2 == 1 {
            return None;
        }
        let Element { tag, vr, .. } = element;
        let text = element.bytes().map(trim).unwrap_or_default();
        let new = match self.script.operation(tag)? {
            Operation::Remove => return None,
            Operation::Keep => return Some(self.items(element, patient)),
            Operation::Empty if element.meant_vr() == VR::SQ => {
                return Some(Element { value: Value::Items(Vec::new()), ..element });
            }
            Operation::Empty => String::new(),
            Operation::Uid => self.uid(text),
            Operation::PatientId => self.patient_id(patient),
            Operation::Accession => self.accession(text),
            Operation::HashDate => hash_date(text, patient),
            Operation::Round(width) => round(text, width),
        };
        Some(Element::new(tag, vr, new.into_bytes()))
    }

    fn items(&self, element: Element, patient: &[u8]) -> Element {
        match element.value {
            Value::Items(items) => {
                let items = items.into_iter().map(|item| self.dataset(item, patient)).collect();
                Element { value: Value::Items(items), ..element }
            }
            _ => element,
        }
    }

    fn uid(&self, original: &[u8]) -> String {
        if original.is_empty() {
            return String::new();
        }
        let prefix = format!("{}.{}.2.", self.uid_root, self.site);
        let digits = LONGEST_UID.saturating_sub(prefix.len()).min(38);
        let modulus = 10u128.pow(u32::try_from(digits).unwrap_or(0));
        format!("{prefix}{}", md5_number(original) % modulus)
    }

    fn patient_id(&self, original: &[u8]) -> String {
        let number = match (original, self.patients.lock()) {
            ([], _) | (_, Err(_)) => 0,
            (id, Ok(mut patients)) => {
                let next = patients.len() + 1;
                *patients.entry(id.to_vec()).or_insert(next)
            }
        };
        format!("{}-{number:06}", self.site)
    }

    fn accession(&self, original: &[u8]) -> String {
        if original.is_empty() {
            return String::new();
        }
        let hash = Sha256::new()
            .chain_update(format!("anonymizer::{}::{}.{}", self.site, self.uid_root, self.site))
            .chain_update(original)
            .finalize();
        let hex = data_encoding::HEXLOWER.encode(&hash);
        [hex.get(..8), hex.get(8..12), hex.get(12..16)].map(Option::unwrap_or_default).join("-")
    }

    fn state(&self, dataset: &mut DataSet) {
        let text = |tag, vr, value: &str| Element::new(tag, vr, value.as_bytes().to_vec());
        dataset.put(text(tags::PATIENT_IDENTITY_REMOVED, VR::CS, "YES"));
        dataset.put(text(tags::DEIDENTIFICATION_METHOD, VR::LO, METHOD));
        let claims = CLAIMS.iter().map(code_item).collect();
        dataset.put(Element::sequence(tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE, claims));
        dataset.put(text(Tag(0x0013, 0x0010), VR::LO, "RSNA"));
        dataset.put(text(Tag(0x0013, 0x1001), VR::SH, &self.site));
        dataset.put(text(Tag(0x0013, 0x1003), VR::SH, &self.name));
    }
}

fn md5_number(bytes: &[u8]) -> u128 {
    u128::from_be_bytes(Md5::digest(bytes).into())
}

/// Only whole dates from 1900 on are moved; all else becomes the same date.
fn hash_date(text: &[u8], patient: &[u8]) -> String {
    let date = std::str::from_utf8(text).ok().filter(|t| t.len() == 8).and_then(Date::parse);
    let shift = i64::try_from(md5_number(patient) % 3652).unwrap_or(0);
    date.filter(|date| date.year() >= 1900 && !patient.is_empty())
        .and_then(|date| date.shifted(shift))
        .map_or_else(|| INVENTED_DATE.to_owned(), |date| date.to_string())
}

/// All digits of the value taken together, rounded half to even, with its letters behind.
fn round(text: &[u8], width: u32) -> String {
    let text = String::from_utf8_lossy(text);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let suffix: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    let Ok(number) = digits.parse::<u64>() else {
        return String::new();
    };
    let width = u64::from(width);
    let (whole, rest) = (number / width, number % width);
    let up = 2 * rest > width || 2 * rest == width && whole % 2 == 1;
    let rounded = format!("{}{suffix}", (whole + u64::from(up)) * width);
    if rounded.len() % 2 == 1 { format!("0{rounded}") } else { rounded }
}

/// Whether the original program accepts an object: it asks for four UIDs.
pub fn accepts(dataset: &DataSet) -> bool {
    [
        tags::SOP_CLASS_UID,
        tags::SOP_INSTANCE_UID,
        tags::STUDY_INSTANCE_UID,
        tags::SERIES_INSTANCE_UID,
    ]
    .iter()
    .all(|tag| dataset.ascii(*tag).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_that_of_the_original() {
        assert_eq!(round(b"063Y", 5), "065Y");
        assert_eq!(round(b"000Y", 5), "0Y");
    }
}
