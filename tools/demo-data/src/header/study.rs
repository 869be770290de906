//! Study and series: dates, times, physicians and references.

use crate::element::{Fill, data_set};
use crate::identity::{
    INSTITUTION, PERFORMING, READING, REFERRING, REFERRING_TELEPHONE, REQUESTING,
};
use crate::series::Series;
use dicom_dictionary_std::{tags, uids};
use dicom_object::InMemDicomObject;

/// Adds the study, series and SOP common modules.
pub fn fill(object: &mut InMemDicomObject, series: &Series, slice: u16) {
    let patient = series.patient();
    let ids = series.uids();
    let date = patient.study_date;
    let description =
        format!("{} for {} tel {}", series.description(), patient.spoken_name, patient.telephone);
    object.texts(&[
        (tags::SOP_CLASS_UID, series.sop_class()),
        (tags::SOP_INSTANCE_UID, &ids.instance(slice + 1)),
        (tags::INSTANCE_CREATION_DATE, date),
        (tags::INSTANCE_CREATION_TIME, "101600"),
        (tags::TIMEZONE_OFFSET_FROM_UTC, "+0100"),
        (tags::STUDY_DATE, date),
        (tags::SERIES_DATE, date),
        (tags::ACQUISITION_DATE, date),
        (tags::CONTENT_DATE, date),
        (tags::STUDY_TIME, "100000"),
        (tags::SERIES_TIME, "100500.25"),
        (tags::ACQUISITION_TIME, "100501.500000"),
        (tags::CONTENT_TIME, "1005"),
        (tags::ACQUISITION_DATE_TIME, &format!("{date}100501.500000+0100")),
        (tags::ACCESSION_NUMBER, patient.accession),
        (tags::REFERRING_PHYSICIAN_NAME, REFERRING),
        (tags::PHYSICIANS_OF_RECORD, REQUESTING),
        (tags::NAME_OF_PHYSICIANS_READING_STUDY, READING),
        (tags::PERFORMING_PHYSICIAN_NAME, PERFORMING),
        (tags::STUDY_DESCRIPTION, &description),
        (tags::SERIES_DESCRIPTION, &series.description()),
        (tags::PROTOCOL_NAME, &series.description()),
        (tags::MODALITY, series.modality()),
        (tags::STUDY_INSTANCE_UID, &ids.study()),
        (tags::SERIES_INSTANCE_UID, &ids.series()),
        (tags::STUDY_ID, patient.id),
        (tags::SERIES_NUMBER, &series.number().to_string()),
    ]);
    object.items(tags::REFERRING_PHYSICIAN_IDENTIFICATION_SEQUENCE, vec![referring_physician()]);
    object.items(
        tags::REFERENCED_STUDY_SEQUENCE,
        vec![data_set(&[
            (tags::REFERENCED_SOP_CLASS_UID, uids::MODALITY_PERFORMED_PROCEDURE_STEP),
            (tags::REFERENCED_SOP_INSTANCE_UID, &ids.procedure_step()),
        ])],
    );
    object.items(tags::REFERENCED_IMAGE_SEQUENCE, other_images(series, slice));
}

/// References to up to three other images of the series.
fn other_images(series: &Series, slice: u16) -> Vec<InMemDicomObject> {
    series
        .slices()
        .filter(|&other| other != slice)
        .take(3)
        .map(|other| {
            data_set(&[
                (tags::REFERENCED_SOP_CLASS_UID, series.sop_class()),
                (tags::REFERENCED_SOP_INSTANCE_UID, &series.uids().instance(other + 1)),
            ])
        })
        .collect()
}

fn referring_physician() -> InMemDicomObject {
    let mut item = data_set(&[
        (tags::PERSON_ADDRESS, "1 Apothecary Yard, Larkmoor"),
        (tags::PERSON_TELEPHONE_NUMBERS, REFERRING_TELEPHONE),
        (tags::INSTITUTION_NAME, INSTITUTION),
    ]);
    item.items(
        tags::PERSON_IDENTIFICATION_CODE_SEQUENCE,
        vec![data_set(&[
            (tags::CODE_VALUE, "PHYS-4410"),
            (tags::CODING_SCHEME_DESIGNATOR, "99LARK"),
            (tags::CODE_MEANING, REFERRING),
        ])],
    );
    item
}
