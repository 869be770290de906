//! Content items of structured reports (PS3.3 C.17.3) whose text is no description.

use dicom_common::dataset::{DataSet, Element};
use dicom_dictionary_std::tags;

/// Concept names of DICOM (PS3.16 Annex D) of texts that name people, institutions, devices and
/// orders.
const NAMES: [&str; 35] = [
    "121008", // Person Observer Name
    "121009", // Person Observer's Organization Name
    "121013", // Device Observer Name
    "121016", // Device Observer Serial Number
    "121017", // Device Observer Physical Location During Observation
    "121020", // Placer Number
    "121021", // Filler Number
    "121022", // Accession Number
    "121029", // Subject Name
    "121030", // Subject ID
    "121036", // Mother of fetus
    "121040", // Specimen Accession Number
    "121041", // Specimen Identifier
    "121043", // Slide Identifier
    "121114", // Performing Physician
    "121148", // Unit Serial Identifier
    "121152", // Person administering drug/contrast
    "121193", // Device Subject Name
    "121196", // Device Subject Serial Number
    "121197", // Device Subject Physical Location during observation
    "121434", // Service Delivery Location
    "111700", // Specimen Container Identifier
    "111705", // Parent Specimen Identifier
    "111706", // Issuer of Parent Specimen Identifier
    "111724", // Issuer of Specimen Identifier
    "113511", // Radiopharmaceutical Dispense Unit Identifier
    "113516", // Prescription Identifier
    "113870", // Person Name
    "113871", // Person ID
    "113872", // Person ID Issuer
    "113873", // Organization Name
    "113877", // Device Name
    "113880", // Device Serial Number
    "128774", // Person Observer's Login Name
    "128775", // Identifier within Person Observer's Role
];

/// Whether a data set is a content item whose text names somebody or something.
pub fn names_somebody(item: &DataSet) -> bool {
    let concept = item.get(tags::CONCEPT_NAME_CODE_SEQUENCE).map(Element::items);
    concept.unwrap_or_default().iter().any(|code| {
        code.ascii(tags::CODING_SCHEME_DESIGNATOR) == Some("DCM")
            && code.ascii(tags::CODE_VALUE).is_some_and(|value| NAMES.contains(&value))
    })
}
