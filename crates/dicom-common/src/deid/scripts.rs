//! Names of attributes in scripts of CTP: the standard's keywords, and the abbreviated ones of its dictionary.

use crate::dataset::Tag;
use dicom_dictionary_std::{StandardDataDictionary, tags};

use dicom_core::dictionary::{DataDictionary, DataDictionaryEntry};

/// How CTP's dictionary (dcm4che 1) shortens the words of keywords; one word each time.
const SHORTENED: [(&str, &str); 4] = [
    ("PPS", "PerformedProcedureStep"),
    ("SPS", "ScheduledProcedureStep"),
    ("Ref", "Referenced"),
    ("Seq", "Sequence"),
];
/// Names that follow no rule.
const OTHER: [(&str, Tag); 2] = [
    ("DeIdentificationMethod", tags::DEIDENTIFICATION_METHOD),
    ("DeIdentificationMethodCodeSeq", tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE),
];

/// The tag of a name; `None` for names that neither dictionary has.
///
/// ```
/// use dicom_common::dataset::Tag;
/// use dicom_common::deid::scripts::tag_of;
///
/// assert_eq!(tag_of("PatientID"), Some(Tag(0x0010, 0x0020)));
/// assert_eq!(tag_of("RefImageSeq"), tag_of("ReferencedImageSequence"));
/// ```
pub fn tag_of(name: &str) -> Option<Tag> {
    let known = |name: &str| Some(StandardDataDictionary.by_name(name)?.tag());
    let other = || OTHER.iter().find(|(n, _)| *n == name).map(|(_, tag)| *tag);
    known(name).or_else(other).or_else(|| known(&lengthened(name)))
}

fn lengthened(name: &str) -> String {
    let mut long = name.to_owned();
    for (short, word) in SHORTENED {
        let rest = match short {
            "Seq" => long.strip_suffix(short).map(|rest| format!("{rest}{word}")),
            _ => long
                .strip_prefix(short)
                .filter(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
                .map(|rest| format!("{word}{rest}")),
        };
        long = rest.unwrap_or(long);
    }
    long
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_names_are_understood() {
        assert_eq!(tag_of("PatientID"), Some(tags::PATIENT_ID));
        assert_eq!(tag_of("RefImageSeq"), Some(tags::REFERENCED_IMAGE_SEQUENCE));
        assert_eq!(tag_of("PPSStartDate"), Some(tags::PERFORMED_PROCEDURE_STEP_START_DATE));
        assert_eq!(tag_of("DeIdentificationMethod"), Some(tags::DEIDENTIFICATION_METHOD));
        assert_eq!(tag_of("Refs"), None);
    }
}
