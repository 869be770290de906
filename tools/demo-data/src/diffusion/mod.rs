//! Small diffusion series as the scanners of several vendors write them: what programs that convert
//! images to NIfTI need of private elements, among what names the patient.

pub(crate) mod csa;
mod vendor;
mod volume;

use std::path::Path;

use dicom_dictionary_std::{tags, uids};
use dicom_object::InMemDicomObject;

use crate::element::{Fill, Texts, decimals};
use crate::error::Error;
use crate::file;
use crate::identity::JANE;
use crate::uid::SeriesUids;

pub use vendor::Vendor;
pub use volume::SLICES;
use volume::{VOLUMES, Volume, count, height};

/// Rows and columns of a slice.
pub const MATRIX: usize = 24;
/// Distance of pixels, mm.
const PIXEL: f64 = 4.0;
/// What all images of all vendors have in common.
const COMMON: &Texts = &[
    (tags::SPECIFIC_CHARACTER_SET, "ISO_IR 100"),
    (tags::SOP_CLASS_UID, uids::MR_IMAGE_STORAGE),
    (tags::STUDY_DATE, "20230614"),
    (tags::SERIES_DATE, "20230614"),
    (tags::STUDY_TIME, "101500"),
    (tags::SERIES_TIME, "101600"),
    (tags::MODALITY, "MR"),
    (tags::SERIES_DESCRIPTION, "ep2d_diff"),
    (tags::MANUFACTURER_MODEL_NAME, "Phantomat 3000"),
    (tags::BODY_PART_EXAMINED, "HEAD"),
    (tags::SCANNING_SEQUENCE, "EP"),
    (tags::SEQUENCE_VARIANT, "SK"),
    (tags::MR_ACQUISITION_TYPE, "2D"),
    (tags::SLICE_THICKNESS, "5"),
    (tags::REPETITION_TIME, "3000"),
    (tags::ECHO_TIME, "90"),
    (tags::NUMBER_OF_AVERAGES, "1"),
    (tags::MAGNETIC_FIELD_STRENGTH, "3"),
    (tags::SPACING_BETWEEN_SLICES, "5"),
    (tags::NUMBER_OF_PHASE_ENCODING_STEPS, "24"),
    (tags::ECHO_TRAIN_LENGTH, "24"),
    (tags::PERCENT_SAMPLING, "100"),
    (tags::PERCENT_PHASE_FIELD_OF_VIEW, "100"),
    (tags::PIXEL_BANDWIDTH, "1500"),
    (tags::IN_PLANE_PHASE_ENCODING_DIRECTION, "COL"),
    (tags::FLIP_ANGLE, "90"),
    (tags::PATIENT_POSITION, "HFS"),
    (tags::SERIES_NUMBER, "5"),
    (tags::IMAGE_ORIENTATION_PATIENT, "1\\0\\0\\0\\1\\0"),
    (tags::PHOTOMETRIC_INTERPRETATION, "MONOCHROME2"),
    (tags::PIXEL_SPACING, "4\\4"),
];

/// Writes a series below a folder: three volumes of six slices, the first without diffusion.
///
/// # Errors
/// When a folder or a file cannot be written.
pub fn write_diffusion(folder: &Path, vendor: Vendor) -> Result<(), Error> {
    file::make_folder(folder)?;
    let uids = SeriesUids::new(71, vendor as u16);
    let images = if vendor.is_tiled() { 1 } else { SLICES };
    for volume in &VOLUMES {
        for slice in 0..images {
            let number = (volume.number - 1) * images + slice + 1;
            let object = image(vendor, volume, slice, number, &uids);
            let path = folder.join(format!("IM{number:03}.dcm"));
            file::write(&path, object, uids::EXPLICIT_VR_LITTLE_ENDIAN)?;
        }
    }
    Ok(())
}

fn image(
    vendor: Vendor,
    volume: &Volume,
    slice: usize,
    number: usize,
    uids: &SeriesUids,
) -> InMemDicomObject {
    let mut object = InMemDicomObject::new_empty();
    object.texts(COMMON);
    let tiles = vendor.tiles();
    let [rows, columns] = tiles.map(|tiles| tiles * MATRIX);
    // The first slice of a mosaic lies where the corner of the whole would be.
    let beyond = (columns - MATRIX) / 2;
    let beyond = if vendor == Vendor::SiemensMosaic { beyond } else { 0 };
    let corner = -PIXEL * (count(MATRIX) / 2.0 + count(beyond));
    let height = height(slice);
    let instance = u16::try_from(number).unwrap_or_default();
    let second = volume.number * 3;
    object.texts(&[
        (tags::IMAGE_TYPE, vendor.image_type()),
        (tags::MANUFACTURER, vendor.manufacturer()),
        (tags::SOP_INSTANCE_UID, &uids.instance(instance)),
        (tags::STUDY_INSTANCE_UID, &uids.study()),
        (tags::SERIES_INSTANCE_UID, &uids.series()),
        (tags::FRAME_OF_REFERENCE_UID, &uids.frame_of_reference()),
        (tags::ACQUISITION_DATE, "20230614"),
        (tags::ACQUISITION_TIME, &format!("1016{second:02}.25")),
        (tags::CONTENT_TIME, &format!("1016{second:02}.75")),
        (tags::ACQUISITION_NUMBER, &volume.number.to_string()),
        (tags::INSTANCE_NUMBER, &number.to_string()),
        (tags::IMAGE_POSITION_PATIENT, &decimals([corner, corner, height])),
        (tags::SLICE_LOCATION, &decimals([height])),
        (tags::PATIENT_NAME, JANE.ascii_name),
        (tags::PATIENT_ID, JANE.id),
        (tags::PATIENT_BIRTH_DATE, JANE.birth_date),
    ]);
    if vendor == Vendor::Philips {
        object.texts(&[
            (tags::RESCALE_INTERCEPT, "0"),
            (tags::RESCALE_SLOPE, "2"),
            (tags::RESCALE_TYPE, "normalized"),
        ]);
    }
    for (tag, value) in [
        (tags::SAMPLES_PER_PIXEL, 1),
        (tags::ROWS, u16::try_from(rows).unwrap_or_default()),
        (tags::COLUMNS, u16::try_from(columns).unwrap_or_default()),
        (tags::BITS_ALLOCATED, 16),
        (tags::BITS_STORED, 12),
        (tags::HIGH_BIT, 11),
        (tags::PIXEL_REPRESENTATION, 0),
    ] {
        object.number(tag, value);
    }
    vendor.fill(&mut object, volume, slice, &JANE);
    file::put_pixels(&mut object, pixels(tiles, volume, slice));
    object
}

/// A ramp that differs from slice to slice and from volume to volume; tiles behind the last slice
/// are empty.
fn pixels(tiles: [usize; 2], volume: &Volume, slice: usize) -> Vec<u8> {
    let [rows, columns] = tiles.map(|tiles| tiles * MATRIX);
    let mut bytes = Vec::with_capacity(2 * rows * columns);
    for row in 0..rows {
        for column in 0..columns {
            let tile = row / MATRIX * (columns / MATRIX) + column / MATRIX;
            let value = match tile >= SLICES {
                true => 0,
                false => {
                    let slice = slice + tile;
                    100 * slice + 10 * volume.number + 3 * (row % MATRIX) + column % MATRIX
                }
            };
            bytes.extend(u16::try_from(value).unwrap_or_default().to_le_bytes());
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vendor_gets_a_series_with_the_patient_in_it() {
        let folder = tempfile::tempdir().unwrap();
        for vendor in Vendor::ALL {
            let folder = folder.path().join(vendor.name());
            write_diffusion(&folder, vendor).unwrap();
            let files = std::fs::read_dir(&folder).unwrap().count();
            assert_eq!(files, if vendor.is_tiled() { 3 } else { 18 }, "{vendor:?}");
            let object = dicom_object::open_file(folder.join("IM001.dcm")).unwrap();
            let name = object.get(tags::PATIENT_NAME).unwrap().to_str().unwrap();
            assert_eq!(name, JANE.ascii_name);
        }
    }
}
