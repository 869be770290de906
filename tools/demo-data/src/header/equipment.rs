//! Where and with what the images were made.

use crate::contrast::Contrast;
use crate::element::{Fill, Texts};
use crate::identity::{
    DEPARTMENT, INSTITUTION, INSTITUTION_ADDRESS, OPERATOR, SERIAL_NUMBER, STATION,
};
use crate::series::Series;
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;

const HOSPITAL: &Texts = &[
    (tags::MANUFACTURER, "ACME IMAGING"),
    (tags::MANUFACTURER_MODEL_NAME, "Phantomat 3000"),
    (tags::SOFTWARE_VERSIONS, "VA48A"),
    (tags::INSTITUTION_NAME, INSTITUTION),
    (tags::INSTITUTION_ADDRESS, INSTITUTION_ADDRESS),
    (tags::INSTITUTIONAL_DEPARTMENT_NAME, DEPARTMENT),
    (tags::STATION_NAME, STATION),
    (tags::DEVICE_SERIAL_NUMBER, SERIAL_NUMBER),
    (tags::OPERATORS_NAME, OPERATOR),
    (tags::DATE_OF_LAST_CALIBRATION, "20240531\\20240601"),
    (tags::TIME_OF_LAST_CALIBRATION, "060000\\061500"),
];

const CT: &Texts = &[
    (tags::SCAN_OPTIONS, "AXIAL"),
    (tags::KVP, "120"),
    (tags::DATA_COLLECTION_DIAMETER, "500"),
    (tags::TABLE_HEIGHT, "150"),
    (tags::ROTATION_DIRECTION, "CW"),
    (tags::EXPOSURE_TIME, "1000"),
    (tags::X_RAY_TUBE_CURRENT, "300"),
    (tags::EXPOSURE, "300"),
    (tags::FILTER_TYPE, "0"),
    (tags::GENERATOR_POWER, "36"),
    (tags::FOCAL_SPOTS, "1.2"),
    (tags::CONVOLUTION_KERNEL, "H30s"),
    (tags::RESCALE_INTERCEPT, "-1024"),
    (tags::RESCALE_SLOPE, "1"),
    (tags::RESCALE_TYPE, "HU"),
    (tags::WINDOW_CENTER, "40"),
    (tags::WINDOW_WIDTH, "300"),
];

/// What all MR series share.
const MR: &Texts = &[
    (tags::SCAN_OPTIONS, ""),
    (tags::MAGNETIC_FIELD_STRENGTH, "3"),
    (tags::IMAGING_FREQUENCY, "123.25"),
    (tags::IMAGED_NUCLEUS, "1H"),
    (tags::NUMBER_OF_AVERAGES, "1"),
    (tags::IN_PLANE_PHASE_ENCODING_DIRECTION, "ROW"),
    (tags::WINDOW_CENTER, "450"),
    (tags::WINDOW_WIDTH, "900"),
];

const MPRAGE: &Texts = &[
    (tags::SCANNING_SEQUENCE, "GR\\IR"),
    (tags::SEQUENCE_VARIANT, "SP\\MP"),
    (tags::MR_ACQUISITION_TYPE, "3D"),
    (tags::SEQUENCE_NAME, "tfl3d1"),
    (tags::REPETITION_TIME, "2300"),
    (tags::ECHO_TIME, "2.98"),
    (tags::INVERSION_TIME, "900"),
    (tags::ECHO_TRAIN_LENGTH, "1"),
    (tags::FLIP_ANGLE, "9"),
];

const T2: &Texts = &[
    (tags::SCANNING_SEQUENCE, "SE"),
    (tags::SEQUENCE_VARIANT, "SK"),
    (tags::MR_ACQUISITION_TYPE, "2D"),
    (tags::SEQUENCE_NAME, "tse2d1_17"),
    (tags::REPETITION_TIME, "5200"),
    (tags::ECHO_TIME, "98"),
    (tags::ECHO_TRAIN_LENGTH, "17"),
    (tags::FLIP_ANGLE, "150"),
];

const FLAIR: &Texts = &[
    (tags::SCANNING_SEQUENCE, "SE\\IR"),
    (tags::SEQUENCE_VARIANT, "SK\\MP"),
    (tags::MR_ACQUISITION_TYPE, "2D"),
    (tags::SEQUENCE_NAME, "tir2d1_16"),
    (tags::REPETITION_TIME, "9000"),
    (tags::ECHO_TIME, "92"),
    (tags::INVERSION_TIME, "2500"),
    (tags::ECHO_TRAIN_LENGTH, "16"),
    (tags::FLIP_ANGLE, "150"),
];

const PD: &Texts = &[
    (tags::SCANNING_SEQUENCE, "SE"),
    (tags::SEQUENCE_VARIANT, "SK"),
    (tags::MR_ACQUISITION_TYPE, "2D"),
    (tags::SEQUENCE_NAME, "tse2d1_5"),
    (tags::REPETITION_TIME, "3000"),
    (tags::ECHO_TIME, "13"),
    (tags::ECHO_TRAIN_LENGTH, "5"),
    (tags::FLIP_ANGLE, "150"),
];

/// Adds the equipment modules and the settings of the scanner.
pub fn fill(object: &mut InMemDicomObject, series: &Series) {
    object.texts(HOSPITAL);
    object.texts(if series.contrast().is_ct() { CT } else { MR });
    object.texts(match series.contrast() {
        Contrast::Ct => &[],
        Contrast::MrT1 => MPRAGE,
        Contrast::MrT2 => T2,
        Contrast::MrFlair => FLAIR,
        Contrast::MrPd => PD,
    });
}
