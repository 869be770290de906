//! The headers of the benchmark set: about a hundred root elements, nested sequences and private blocks.

use super::pixels::MATRIX;
use crate::element::{ETHNIC_GROUP, Fill, Texts, data_set};
use crate::uid::UID_ROOT;
use dicom_core::{PrimitiveValue, Tag, VR};
use dicom_dictionary_std::{tags, uids};
use dicom_object::InMemDicomObject;

/// What all instances have in common.
const COMMON: &Texts = &[
    (tags::SPECIFIC_CHARACTER_SET, "ISO_IR 100"),
    (tags::IMAGE_TYPE, "ORIGINAL\\PRIMARY\\AXIAL"),
    (tags::INSTANCE_CREATION_TIME, "101500"),
    (tags::SOP_CLASS_UID, uids::CT_IMAGE_STORAGE),
    (tags::STUDY_TIME, "100000"),
    (tags::SERIES_TIME, "100500.25"),
    (tags::ACQUISITION_TIME, "100501.5"),
    (tags::CONTENT_TIME, "100502"),
    (tags::MODALITY, "CT"),
    (tags::MANUFACTURER, "ACME IMAGING"),
    (tags::INSTITUTION_NAME, "Larkmoor General Hospital"),
    (tags::INSTITUTION_ADDRESS, "7 Quarryside Lane, Larkmoor"),
    (tags::REFERRING_PHYSICIAN_NAME, "Quillfeather^Ambrose^^Dr"),
    (tags::STATION_NAME, "CTAWP01"),
    (tags::STUDY_DESCRIPTION, "CT Brain w/o contrast for John Smith"),
    (tags::SERIES_DESCRIPTION, "Axial 1.0 H30s"),
    (tags::INSTITUTIONAL_DEPARTMENT_NAME, "Radiology"),
    (tags::PHYSICIANS_OF_RECORD, "Underhay^Philippa"),
    (tags::PERFORMING_PHYSICIAN_NAME, "Marchbanks^Ottoline"),
    (tags::OPERATORS_NAME, "tech^01"),
    (tags::MANUFACTURER_MODEL_NAME, "Phantomat 3000"),
    (tags::ISSUER_OF_PATIENT_ID, "LARKMOORMPI"),
    (tags::PATIENT_BIRTH_DATE, "19571203"),
    (tags::PATIENT_SEX, "F"),
    (tags::PATIENT_AGE, "063Y"),
    (tags::PATIENT_SIZE, "1.63"),
    (tags::PATIENT_WEIGHT, "61.3"),
    (tags::PATIENT_ADDRESS, "12 Thistledown Row"),
    (ETHNIC_GROUP, "X"),
    (tags::OCCUPATION, "Teacher"),
    (tags::ADDITIONAL_PATIENT_HISTORY, "Fell at home, call 555-0142-4567"),
    (tags::PATIENT_COMMENTS, "VIP"),
    (tags::BODY_PART_EXAMINED, "HEAD"),
    (tags::SCAN_OPTIONS, "HELIX"),
    (tags::SLICE_THICKNESS, "1.0"),
    (tags::KVP, "120"),
    (tags::DATA_COLLECTION_DIAMETER, "500"),
    (tags::DEVICE_SERIAL_NUMBER, "66042"),
    (tags::SOFTWARE_VERSIONS, "VA48A"),
    (tags::PROTOCOL_NAME, "Head_Routine"),
    (tags::RECONSTRUCTION_DIAMETER, "220"),
    (tags::GANTRY_DETECTOR_TILT, "0"),
    (tags::TABLE_HEIGHT, "150"),
    (tags::ROTATION_DIRECTION, "CW"),
    (tags::EXPOSURE_TIME, "1000"),
    (tags::X_RAY_TUBE_CURRENT, "300"),
    (tags::EXPOSURE, "300"),
    (tags::FILTER_TYPE, "0"),
    (tags::GENERATOR_POWER, "36"),
    (tags::FOCAL_SPOTS, "1.2"),
    (tags::TIME_OF_LAST_CALIBRATION, "060000"),
    (tags::CONVOLUTION_KERNEL, "H30s"),
    (tags::PATIENT_POSITION, "HFS"),
    (tags::STUDY_ID, "55501"),
    (tags::ACQUISITION_NUMBER, "1"),
    (tags::IMAGE_ORIENTATION_PATIENT, "1\\0\\0\\0\\1\\0"),
    (tags::POSITION_REFERENCE_INDICATOR, "SN"),
    (tags::IMAGE_COMMENTS, "scanned by tech Bob"),
    (tags::PHOTOMETRIC_INTERPRETATION, "MONOCHROME2"),
    (tags::PIXEL_SPACING, "0.43\\0.43"),
    (tags::WINDOW_CENTER, "40"),
    (tags::WINDOW_WIDTH, "80"),
    (tags::RESCALE_INTERCEPT, "0"),
    (tags::RESCALE_SLOPE, "1"),
    (tags::REQUESTING_PHYSICIAN, "Underhay^Philippa"),
    (tags::REQUESTED_PROCEDURE_DESCRIPTION, "CT HEAD"),
    (tags::PERFORMED_PROCEDURE_STEP_START_TIME, "100000"),
    (tags::PERFORMED_PROCEDURE_STEP_ID, "PPS1"),
];

const DATES: [Tag; 7] = [
    tags::INSTANCE_CREATION_DATE,
    tags::STUDY_DATE,
    tags::SERIES_DATE,
    tags::ACQUISITION_DATE,
    tags::CONTENT_DATE,
    tags::DATE_OF_LAST_CALIBRATION,
    tags::PERFORMED_PROCEDURE_STEP_START_DATE,
];

const PIXELS: [(Tag, u16); 7] = [
    (tags::SAMPLES_PER_PIXEL, 1),
    (tags::ROWS, MATRIX),
    (tags::COLUMNS, MATRIX),
    (tags::BITS_ALLOCATED, 16),
    (tags::BITS_STORED, 16),
    (tags::HIGH_BIT, 15),
    (tags::PIXEL_REPRESENTATION, 1),
];

/// The data set that the instances of a series share.
pub fn of_series(series: usize) -> InMemDicomObject {
    let patient = series / 2;
    let date = format!("2021{:02}{:02}", series + 1, 3 * series + 1);
    let mut object = data_set(COMMON);
    for tag in DATES {
        object.text(tag, &date);
    }
    for (tag, value) in PIXELS {
        object.number(tag, value);
    }
    object.texts(&[
        (tags::ACQUISITION_DATE_TIME, &format!("{date}100501.500000")),
        (tags::ACCESSION_NUMBER, &format!("ACC{}", 7000 + series)),
        (tags::PATIENT_NAME, &format!("Doe^Jane{patient}^Q")),
        (tags::PATIENT_ID, &format!("HOSP{}", 100_200 + patient)),
        (tags::STUDY_INSTANCE_UID, &study_uid(series)),
        (tags::SERIES_INSTANCE_UID, &series_uid(series)),
        (tags::FRAME_OF_REFERENCE_UID, &format!("{}.99", study_uid(series))),
        (tags::SERIES_NUMBER, &(series + 1).to_string()),
    ]);
    add_sequences(&mut object, series);
    add_private(&mut object, &date);
    object
}

/// Gives the instance its number, place and identifier.
pub fn number(object: &mut InMemDicomObject, series: usize, number: usize) {
    let z = number - 1;
    object.texts(&[
        (tags::SOP_INSTANCE_UID, &format!("{}.{number}", series_uid(series))),
        (tags::INSTANCE_NUMBER, &number.to_string()),
        (tags::IMAGE_POSITION_PATIENT, &format!("-110\\-110\\{z}")),
        (tags::SLICE_LOCATION, &z.to_string()),
    ]);
}

fn study_uid(series: usize) -> String {
    format!("{UID_ROOT}.10.{}.{}", series / 2, series % 2)
}

fn series_uid(series: usize) -> String {
    format!("{}.{series}.1", study_uid(series))
}

fn add_sequences(object: &mut InMemDicomObject, series: usize) {
    let reference = |class: &str, instance: String| {
        data_set(&[
            (tags::REFERENCED_SOP_CLASS_UID, class),
            (tags::REFERENCED_SOP_INSTANCE_UID, &instance),
        ])
    };
    let study =
        reference(uids::MODALITY_PERFORMED_PROCEDURE_STEP, format!("{}.5", study_uid(series)));
    let images = (1..=3)
        .map(|n| reference(uids::CT_IMAGE_STORAGE, format!("{}.{n}", series_uid(series))))
        .collect();
    let other_id =
        data_set(&[(tags::PATIENT_ID, "INS-900-45-6789"), (tags::TYPE_OF_PATIENT_ID, "TEXT")]);
    let mut request = data_set(&[
        (tags::SCHEDULED_PROCEDURE_STEP_DESCRIPTION, "CT"),
        (tags::SCHEDULED_PROCEDURE_STEP_ID, "SPS1"),
    ]);
    request.items(tags::SCHEDULED_PROTOCOL_CODE_SEQUENCE, vec![code("X", "Y")]);
    object.items(tags::PROCEDURE_CODE_SEQUENCE, vec![code("CTHEAD", "CT HEAD")]);
    object.items(tags::REFERENCED_STUDY_SEQUENCE, vec![study]);
    object.items(tags::REFERENCED_IMAGE_SEQUENCE, images);
    object.items(tags::OTHER_PATIENT_I_DS_SEQUENCE, vec![other_id]);
    object.items(tags::REQUEST_ATTRIBUTES_SEQUENCE, vec![request]);
}

fn code(value: &str, meaning: &str) -> InMemDicomObject {
    data_set(&[
        (tags::CODE_VALUE, value),
        (tags::CODING_SCHEME_DESIGNATOR, "L"),
        (tags::CODE_MEANING, meaning),
    ])
}

fn add_private(object: &mut InMemDicomObject, date: &str) {
    object.raw(Tag(0x0009, 0x0010), VR::LO, "ACME PHI 1.0");
    object.raw(Tag(0x0009, 0x1001), VR::LO, "Doe^Jane");
    object.raw(Tag(0x0009, 0x1002), VR::DA, date);
    object.raw(Tag(0x0029, 0x0010), VR::LO, "ACME CSA HEADER");
    object.raw(Tag(0x0029, 0x1008), VR::CS, "CT");
    object.raw(Tag(0x0029, 0x1010), VR::OB, PrimitiveValue::from(vec![0_u8; 2048]));
}
