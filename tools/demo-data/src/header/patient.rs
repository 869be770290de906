//! Who was examined.

use crate::element::{ETHNIC_GROUP, Fill, data_set};
use crate::identity::{ISSUER, Patient};
use dicom_core::VR;
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;

/// Adds the patient modules.
pub fn fill(object: &mut InMemDicomObject, patient: &Patient) {
    let history = format!(
        "Fell at home; call {} or write to {}; MRN {}",
        patient.telephone, patient.e_mail, patient.id
    );
    let comments = format!("{} lives at {}", patient.spoken_name, patient.address);
    object.texts(&[
        (tags::SPECIFIC_CHARACTER_SET, patient.character_set),
        (tags::PATIENT_NAME, patient.name),
        (tags::PATIENT_ID, patient.id),
        (tags::ISSUER_OF_PATIENT_ID, ISSUER),
        (tags::PATIENT_BIRTH_DATE, patient.birth_date),
        (tags::PATIENT_BIRTH_TIME, "041500"),
        (tags::PATIENT_SEX, patient.sex),
        (tags::OTHER_PATIENT_NAMES, patient.other_name),
        (tags::PATIENT_AGE, patient.age),
        (tags::PATIENT_SIZE, "1.73"),
        (tags::PATIENT_WEIGHT, "61.3"),
        (tags::PATIENT_ADDRESS, patient.address),
        (tags::PATIENT_MOTHER_BIRTH_NAME, patient.mother),
        (tags::PATIENT_TELEPHONE_NUMBERS, patient.telephone),
        (ETHNIC_GROUP, patient.ethnic_group),
        (tags::OCCUPATION, patient.occupation),
        (tags::ADDITIONAL_PATIENT_HISTORY, &history),
        (tags::PATIENT_COMMENTS, &comments),
    ]);
    if let Some(name) = patient.encoded_name {
        object.raw(tags::PATIENT_NAME, VR::PN, name.to_vec());
    }
    object.items(
        tags::OTHER_PATIENT_I_DS_SEQUENCE,
        vec![data_set(&[
            (tags::PATIENT_ID, patient.insurance_id),
            (tags::ISSUER_OF_PATIENT_ID, "LARKMOOR INSURANCE"),
            (tags::TYPE_OF_PATIENT_ID, "TEXT"),
        ])],
    );
}
