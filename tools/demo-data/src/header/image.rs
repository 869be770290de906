//! Geometry and pixel description of a slice.

use crate::element::{Fill, decimal, decimals};
use crate::flaw::Flaw;
use crate::identity::OPERATOR;
use crate::series::Series;
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;

/// Adds the image, plane, frame of reference and pixel description modules.
pub fn fill(object: &mut InMemDicomObject, series: &Series, slice: u16) {
    describe(object, series, slice);
    place(object, series, slice);
    object.text(tags::PHOTOMETRIC_INTERPRETATION, "MONOCHROME2");
    for (tag, value) in [
        (tags::SAMPLES_PER_PIXEL, 1),
        (tags::ROWS, series.stack().rows),
        (tags::COLUMNS, series.stack().columns),
        (tags::BITS_ALLOCATED, 16),
        (tags::BITS_STORED, 12),
        (tags::HIGH_BIT, 11),
        (tags::PIXEL_REPRESENTATION, 0),
    ] {
        object.number(tag, value);
    }
    match series.flaw().filter(|flaw| flaw.is_unscaled(series.contrast())) {
        None => {}
        Some(flaw) => {
            object.texts(&[(tags::RESCALE_INTERCEPT, "0"), (tags::RESCALE_TYPE, "US")]);
            if matches!(flaw, Flaw::EightBits(..)) {
                object.number(tags::BITS_STORED, 8);
                object.number(tags::HIGH_BIT, 7);
            }
        }
    }
}

fn describe(object: &mut InMemDicomObject, series: &Series, slice: u16) {
    let image_type = if series.contrast().is_ct() {
        "ORIGINAL\\PRIMARY\\AXIAL"
    } else {
        "ORIGINAL\\PRIMARY\\M\\NORM"
    };
    let comments = format!("{} scanned by {OPERATOR}", series.patient().spoken_name);
    object.texts(&[
        (tags::IMAGE_TYPE, image_type),
        (tags::ACQUISITION_NUMBER, "1"),
        (tags::INSTANCE_NUMBER, &(slice + 1).to_string()),
        (tags::BODY_PART_EXAMINED, &series.body_part()),
        (tags::IMAGE_COMMENTS, &comments),
        (tags::BURNED_IN_ANNOTATION, "NO"),
    ]);
}

fn place(object: &mut InMemDicomObject, series: &Series, slice: u16) {
    let stack = series.stack();
    let position = stack.position(slice);
    let (row, column) = (stack.along_row, stack.along_column);
    let location = stack.step.normalized().dot(position);
    object.texts(&[
        (tags::PATIENT_POSITION, series.patient_position()),
        (tags::FRAME_OF_REFERENCE_UID, &series.uids().frame_of_reference()),
        (tags::POSITION_REFERENCE_INDICATOR, ""),
        (tags::IMAGE_POSITION_PATIENT, &decimals([position.x, position.y, position.z])),
        (
            tags::IMAGE_ORIENTATION_PATIENT,
            &decimals([row.x, row.y, row.z, column.x, column.y, column.z]),
        ),
        (tags::PIXEL_SPACING, &decimals([stack.pixel; 2])),
        (tags::SLICE_THICKNESS, &decimal(stack.spacing())),
        (tags::SLICE_LOCATION, &decimal(location)),
    ]);
    if series.contrast().is_ct() {
        let diameter = stack.pixel * f64::from(stack.rows.max(stack.columns));
        object.text(tags::RECONSTRUCTION_DIAMETER, &decimal(diameter));
        object.text(tags::GANTRY_DETECTOR_TILT, &decimal(series.gantry_tilt()));
    } else {
        object.text(tags::SPACING_BETWEEN_SLICES, &decimal(stack.spacing()));
    }
}
