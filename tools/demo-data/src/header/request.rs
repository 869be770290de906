//! What was asked for and what was done, with names nested several sequences deep.

use crate::element::{Fill, data_set};
use crate::identity::{AE_TITLE, REQUESTING};
use crate::series::Series;
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;

/// Adds the request attributes and the performed procedure step.
pub fn fill(object: &mut InMemDicomObject, series: &Series) {
    let date = series.patient().study_date;
    object.texts(&[
        (tags::REQUESTING_PHYSICIAN, REQUESTING),
        (tags::REQUESTED_PROCEDURE_DESCRIPTION, &series.description()),
        (tags::PERFORMED_STATION_AE_TITLE, AE_TITLE),
        (tags::PERFORMED_PROCEDURE_STEP_START_DATE, date),
        (tags::PERFORMED_PROCEDURE_STEP_START_TIME, "100000"),
        (tags::PERFORMED_PROCEDURE_STEP_END_DATE, date),
        (tags::PERFORMED_PROCEDURE_STEP_END_TIME, "102959.999999"),
        (tags::PERFORMED_PROCEDURE_STEP_ID, "PPS1"),
        (tags::PERFORMED_PROCEDURE_STEP_DESCRIPTION, &series.description()),
        (tags::SCHEDULED_PROCEDURE_STEP_START_DATE_TIME, &format!("{date}0930")),
    ]);
    object.items(tags::PROCEDURE_CODE_SEQUENCE, vec![code("HOSPCODE1", &series.description())]);
    object.items(tags::REQUEST_ATTRIBUTES_SEQUENCE, vec![request(series)]);
}

/// Request > protocol code > protocol context > modifier, with the patient's name in each.
fn request(series: &Series) -> InMemDicomObject {
    let patient = series.patient();
    let mut context = person(patient.ascii_name);
    context.items(tags::CONTENT_ITEM_MODIFIER_SEQUENCE, vec![person(patient.other_name)]);
    let mut protocol = code("PROT7", &format!("Protocol for {}", patient.spoken_name));
    protocol.items(tags::PROTOCOL_CONTEXT_SEQUENCE, vec![context]);
    let description = format!("Scan {}", patient.spoken_name);
    let mut item = data_set(&[
        (tags::REQUESTED_PROCEDURE_ID, "RP55501"),
        (tags::REQUESTED_PROCEDURE_DESCRIPTION, &description),
        (tags::SCHEDULED_PROCEDURE_STEP_ID, "SPS1"),
        (tags::SCHEDULED_PROCEDURE_STEP_DESCRIPTION, &description),
        (tags::ACCESSION_NUMBER, patient.accession),
    ]);
    item.items(tags::SCHEDULED_PROTOCOL_CODE_SEQUENCE, vec![protocol]);
    item
}

/// A content item that names a person.
fn person(name: &str) -> InMemDicomObject {
    let mut item = data_set(&[(tags::VALUE_TYPE, "PNAME"), (tags::PERSON_NAME, name)]);
    item.items(tags::CONCEPT_NAME_CODE_SEQUENCE, vec![code("NAME1", "Patient")]);
    item
}

/// An entry of the hospital's own coding scheme.
fn code(value: &str, meaning: &str) -> InMemDicomObject {
    data_set(&[
        (tags::CODE_VALUE, value),
        (tags::CODING_SCHEME_DESIGNATOR, "99LARK"),
        (tags::CODE_MEANING, meaning),
    ])
}
