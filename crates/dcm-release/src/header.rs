//! What the header of a released file leaves to tell people apart.

use std::io::{BufReader, Read};

use dicom_common::code::{Code, Fault, Outcome};
use dicom_core::Tag;
use dicom_dictionary_std::tags;
use dicom_object::{DefaultDicomObject, OpenFileOptions};
use serde::{Deserialize, Serialize};

/// Characters of a value that are looked at.
const LONGEST: usize = 64;
/// Everything that is looked at stands before this group.
const END: Tag = Tag(0x0018, 0x0000);

/// What is left of a person besides the image. Values are those of the released file; `-` where there
/// is none.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Combination {
    /// Patient's Age (0010,1010), or the year of birth where only that is left.
    pub age: String,
    /// Patient's Sex (0010,0040).
    pub sex: String,
    /// Modality (0008,0060).
    pub modality: String,
    /// Manufacturer's Model Name (0008,1090).
    pub model: String,
    /// Year of the Study Date (0008,0020), moved where dates are moved.
    pub year: String,
}

/// What a file says of its anonymization.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Claim {
    /// De-identification Method (0012,0063).
    pub method: String,
    /// Code meanings of De-identification Method Code Sequence (0012,0064).
    pub codes: Vec<String>,
}

/// What the header of a file says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Says {
    /// What is left to tell people apart.
    pub combination: Combination,
    /// What was done to it.
    pub claim: Claim,
}

/// Reads a header up to the acquisition's parameters.
///
/// # Errors
/// `E_MALFORMED` where another reader than the tools' own cannot read it.
pub fn read(file: impl Read) -> Outcome<Says> {
    let object = OpenFileOptions::new()
        .read_until(END)
        .from_reader(BufReader::new(file))
        .map_err(|_| Fault(Code::Malformed))?;
    let text = |tag| text(&object, tag);
    let dates = [tags::STUDY_DATE, tags::SERIES_DATE, tags::ACQUISITION_DATE, tags::CONTENT_DATE];
    let year = dates.iter().map(|tag| text(*tag)).find(|date| date.len() >= 4);
    let born = || text(tags::PATIENT_BIRTH_DATE).get(..4).map(|year| format!("*{year}"));
    let age = Some(text(tags::PATIENT_AGE)).filter(|age| !age.is_empty()).or_else(born);
    let combination = Combination {
        age: shown(age.unwrap_or_default()),
        sex: shown(text(tags::PATIENT_SEX)),
        modality: shown(text(tags::MODALITY)),
        model: shown(text(tags::MANUFACTURER_MODEL_NAME)),
        year: shown(year.and_then(|date| date.get(..4).map(str::to_owned)).unwrap_or_default()),
    };
    let claim = Claim { method: text(tags::DEIDENTIFICATION_METHOD), codes: codes(&object) };
    Ok(Says { combination, claim })
}

fn codes(object: &DefaultDicomObject) -> Vec<String> {
    let element = object.get(tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE);
    let items = element.and_then(|element| element.items()).unwrap_or_default();
    let meaning = |item: &dicom_object::InMemDicomObject| {
        let element = item.get(tags::CODE_MEANING)?;
        Some(tidy(&element.to_str().ok()?))
    };
    items.iter().filter_map(meaning).collect()
}

fn text(object: &DefaultDicomObject, tag: Tag) -> String {
    let element = object.get(tag).and_then(|element| element.to_str().ok());
    element.map(|value| tidy(&value)).unwrap_or_default()
}

/// A value as a page can show it.
fn tidy(value: &str) -> String {
    let value = value.trim_matches([' ', '\0']);
    value.chars().filter(|c| !c.is_control()).take(LONGEST).collect()
}

fn shown(value: String) -> String {
    if value.is_empty() { "-".into() } else { value }
}
