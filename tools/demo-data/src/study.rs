//! Studies of several series in one frame of reference, as hospitals have them.

use std::path::Path;

use dicom_core::{PrimitiveValue, Tag, VR};
use dicom_dictionary_std::{tags, uids};
use dicom_object::InMemDicomObject;
use ndarray::Array2;

use crate::bounds::Bounds;
use crate::contrast::Contrast;
use crate::diffusion::csa;
use crate::element::{Fill, data_set, decimal, decimals};
use crate::error::Error;
use crate::file;
use crate::header::header;
use crate::heads::Case;
use crate::scan::scan_slice;
use crate::series::Series;
use crate::settings::Settings;
use crate::stack::{Plane, Stack};
use crate::uid::SeriesUids;

/// Stored values are smaller than this.
const DEPTH: u16 = 4096;

/// A series of a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A volume, as its case has it.
    Volume(&'static str),
    /// Coarse echo-planar MR, a picture of tiled slices for each of two volumes, as Siemens writes it.
    Mosaic,
    /// The phase of the first volume: noise wherever there is no signal.
    Phase,
    /// Three slices far apart.
    Localizer,
    /// A projection.
    Projection,
    /// PET, in coarse voxels.
    Pet,
    /// A tomogram of nuclear medicine, all slices in one file, the uppermost first.
    Spect,
    /// Diffusion-weighted MR, tiled as Siemens does.
    Diffusion,
    /// Coarse echo-planar MR, a picture of tiled slices as United Imaging writes it.
    Grid,
    /// A report in words.
    Report,
}

impl Part {
    /// A word for a folder.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Volume(case) => case,
            Self::Mosaic => "mosaic",
            Self::Phase => "phase",
            Self::Localizer => "localizer",
            Self::Projection => "projection",
            Self::Pet => "pet",
            Self::Spect => "spect",
            Self::Diffusion => "diffusion",
            Self::Grid => "grid",
            Self::Report => "report",
        }
    }
}

/// What a part of a study of these cases shows: the case that a volume names, of the other parts the first. None of no
/// case.
#[must_use]
pub fn series_of(part: Part, cases: &[Case]) -> Option<Series> {
    let case = cases.iter().find(|case| case.name == part.name()).or(cases.first())?;
    Some(Series::new(case.phantom, &settings(part, case)))
}

/// Writes the series of one study below a folder, one folder for each. `cases` are those that volumes name;
/// the first is what the other parts are of.
///
/// # Errors
///
/// When a folder or a file cannot be written.
pub fn write_study(folder: &Path, cases: &[Case], parts: &[Part]) -> Result<(), Error> {
    let Some(first) = cases.first() else { return Ok(()) };
    for (part, number) in parts.iter().zip(1..) {
        let Some(series) = series_of(*part, cases) else { continue };
        let own = Own { uids: SeriesUids::new(first.settings.seed, 100 + number), number };
        let folder = folder.join(part.name());
        file::make_folder(&folder)?;
        for (mut object, at) in objects(*part, &series).into_iter().zip(1..) {
            own.name(&mut object, &SeriesUids::new(first.settings.seed, 100), at);
            let path = folder.join(format!("IM{at:05}.dcm"));
            file::write(&path, object, uids::EXPLICIT_VR_LITTLE_ENDIAN)?;
        }
    }
    Ok(())
}

/// What tells a series from the others of its study.
struct Own {
    uids: SeriesUids,
    number: u16,
}

impl Own {
    fn name(&self, object: &mut InMemDicomObject, study: &SeriesUids, instance: u16) {
        object.texts(&[
            (tags::STUDY_INSTANCE_UID, &study.study()),
            (tags::SERIES_INSTANCE_UID, &self.uids.series()),
            (tags::SOP_INSTANCE_UID, &self.uids.instance(instance)),
            (tags::SERIES_NUMBER, &self.number.to_string()),
            (tags::INSTANCE_NUMBER, &instance.to_string()),
        ]);
        if object.get(tags::FRAME_OF_REFERENCE_UID).is_some() {
            object.text(tags::FRAME_OF_REFERENCE_UID, &study.frame_of_reference());
        }
    }
}

/// How the head of a case is scanned for a part.
fn settings(part: Part, case: &Case) -> Settings {
    let whole = || {
        let field = case.settings.field.unwrap_or(case.phantom.protocol().field);
        Bounds::around(field.centre(), field.size() * 0.5)
    };
    let coarse = |pixel: f64| Settings {
        pixel: Some(pixel),
        distance: Some(4.0),
        plane: Some(Plane::Axial),
        field: Some(whole()),
        ..case.settings.clone()
    };
    match part {
        Part::Mosaic | Part::Diffusion | Part::Grid => {
            Settings { contrast: Some(Contrast::MrT2), ..coarse(4.0) }
        }
        Part::Pet | Part::Spect => coarse(4.0),
        Part::Localizer => Settings { distance: Some(40.0), ..case.settings.clone() },
        _ => case.settings.clone(),
    }
}

fn objects(part: Part, series: &Series) -> Vec<InMemDicomObject> {
    let picture =
        |slice: u16| scan_slice(&series.anatomy(), &series.measurement(), series.stack(), slice);
    let slices: Vec<u16> = series.slices().collect();
    let each = |change: &dyn Fn(&mut InMemDicomObject, Array2<u16>, u16)| {
        let object = |slice: &u16| {
            let mut object = header(series, *slice);
            change(&mut object, picture(*slice), *slice);
            object
        };
        slices.iter().map(object).collect::<Vec<_>>()
    };
    match part {
        Part::Volume(_) => each(&|object, pixels, _| put(object, &pixels)),
        Part::Phase => each(&|object, pixels, slice| {
            let mut state = u32::from(slice) + 1;
            put(object, &pixels.mapv(|_| noise(&mut state)));
            object.text(tags::IMAGE_TYPE, "ORIGINAL\\PRIMARY\\P\\ND");
        }),
        Part::Pet => each(&|object, pixels, _| {
            put(object, &pixels);
            object.texts(&[
                (tags::SOP_CLASS_UID, uids::POSITRON_EMISSION_TOMOGRAPHY_IMAGE_STORAGE),
                (tags::MODALITY, "PT"),
                (tags::IMAGE_TYPE, "ORIGINAL\\PRIMARY"),
                (tags::UNITS, "BQML"),
                (tags::RESCALE_SLOPE, "1.5"),
                (tags::RESCALE_INTERCEPT, "0"),
            ]);
        }),
        Part::Localizer => {
            let mut all = each(&|object, pixels, _| {
                put(object, &pixels);
                object.text(tags::IMAGE_TYPE, "ORIGINAL\\PRIMARY\\M\\LOCALIZER");
            });
            let surplus = all.len().saturating_sub(3) / 2;
            all.drain(..surplus);
            all.truncate(3);
            all
        }
        Part::Projection => {
            let mut object = header(series, series.stack().slices / 2);
            let brightest = slices.iter().map(|slice| picture(*slice)).reduce(|mut most, next| {
                most.zip_mut_with(&next, |most, next| *most = (*most).max(*next));
                most
            });
            brightest.iter().for_each(|pixels| put(&mut object, pixels));
            object.text(tags::IMAGE_TYPE, "DERIVED\\SECONDARY\\PROJECTION IMAGE\\MIP");
            vec![object]
        }
        Part::Mosaic | Part::Diffusion | Part::Grid => {
            let pictures: Vec<_> = slices.iter().map(|slice| picture(*slice)).collect();
            let tiled = |volume| match part {
                Part::Grid => grid(series, &pictures),
                Part::Diffusion => {
                    let mut object = mosaic(series, &pictures, volume);
                    object.text(tags::IMAGE_TYPE, "ORIGINAL\\PRIMARY\\DIFFUSION\\NONE\\ND\\MOSAIC");
                    object
                }
                _ => mosaic(series, &pictures, volume),
            };
            (1..=2).map(tiled).collect()
        }
        Part::Spect => {
            vec![spect(series, &slices.iter().map(|at| picture(*at)).collect::<Vec<_>>())]
        }
        Part::Report => vec![report(series)],
    }
}

fn put(object: &mut InMemDicomObject, pixels: &Array2<u16>) {
    file::put_pixels(object, pixels.iter().flat_map(|value| value.to_le_bytes()).collect());
}

/// Another number each time, evenly spread (Marsaglia's xorshift).
fn noise(state: &mut u32) -> u16 {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    u16::try_from(*state % u32::from(DEPTH)).unwrap_or_default()
}

/// Slices side by side in rows of so many, so many rows.
fn tiled(slices: &[Array2<u16>], across: usize, down: usize) -> Array2<u16> {
    let (rows, columns) = slices.first().map_or((0, 0), Array2::dim);
    let mut picture = Array2::zeros((rows * down, columns * across));
    for (tile, slice) in slices.iter().enumerate() {
        let (top, left) = (tile / across * rows, tile % across * columns);
        for ((row, column), value) in slice.indexed_iter() {
            if let Some(to) = picture.get_mut((top + row, left + column)) {
                *to = *value;
            }
        }
    }
    picture
}

/// As many tiles across as down are needed for so many.
fn square(count: usize) -> usize {
    (1..).find(|across| across * across >= count).unwrap_or(1)
}

/// The size of a picture.
fn sized(object: &mut InMemDicomObject, picture: &Array2<u16>) {
    put(object, picture);
    object.number(tags::ROWS, u16::try_from(picture.nrows()).unwrap_or_default());
    object.number(tags::COLUMNS, u16::try_from(picture.ncols()).unwrap_or_default());
}

/// The slices of a volume as the frames of one object; the sign of their distance says that they go down.
fn spect(series: &Series, slices: &[Array2<u16>]) -> InMemDicomObject {
    let stack = series.stack();
    let last = u16::try_from(slices.len().saturating_sub(1)).unwrap_or_default();
    let mut object = header(series, last);
    let pixels = slices.iter().rev().flatten().flat_map(|value| value.to_le_bytes());
    file::put_pixels(&mut object, pixels.collect());
    let count = u16::try_from(slices.len()).unwrap_or_default();
    let corner = stack.position(last);
    let directions = [stack.along_row, stack.along_column].map(|v| decimals([v.x, v.y, v.z]));
    let detector = data_set(&[
        (tags::IMAGE_POSITION_PATIENT, &decimals([corner.x, corner.y, corner.z])),
        (tags::IMAGE_ORIENTATION_PATIENT, &directions.join("\\")),
    ]);
    for tag in [tags::IMAGE_POSITION_PATIENT, tags::IMAGE_ORIENTATION_PATIENT] {
        object.remove_element(tag);
    }
    let towards =
        if stack.step.dot(stack.normal()) < 0.0 { stack.spacing() } else { -stack.spacing() };
    object.texts(&[
        (tags::SOP_CLASS_UID, uids::NUCLEAR_MEDICINE_IMAGE_STORAGE),
        (tags::MODALITY, "NM"),
        (tags::IMAGE_TYPE, "ORIGINAL\\PRIMARY\\RECON TOMO\\EMISSION"),
        (tags::NUMBER_OF_FRAMES, &count.to_string()),
        (tags::SPACING_BETWEEN_SLICES, &decimal(towards)),
    ]);
    object.number(tags::NUMBER_OF_SLICES, count);
    let vector: Vec<u16> = (1..=count).collect();
    object.raw(tags::SLICE_VECTOR, VR::US, PrimitiveValue::U16(vector.into()));
    object.raw(
        tags::FRAME_INCREMENT_POINTER,
        VR::AT,
        PrimitiveValue::Tags([tags::SLICE_VECTOR].into_iter().collect()),
    );
    object.items(tags::DETECTOR_INFORMATION_SEQUENCE, vec![detector]);
    object
}

/// A volume as one picture: tiles in rows, and an item for each that says where it lies.
fn grid(series: &Series, slices: &[Array2<u16>]) -> InMemDicomObject {
    let across = square(slices.len());
    let mut object = header(series, 0);
    sized(&mut object, &tiled(slices, across, slices.len().div_ceil(across)));
    object.texts(&[(tags::IMAGE_TYPE, "ORIGINAL\\PRIMARY\\VFRAME"), (tags::MANUFACTURER, "UIH")]);
    object.remove_element(tags::IMAGE_POSITION_PATIENT);
    object.raw(Tag(0x0065, 0x0010), VR::LO, "Image Private Header");
    object.raw(Tag(0x0065, 0x1050), VR::DS, slices.len().to_string());
    let item = |slice: u16| {
        let corner = series.stack().position(slice);
        data_set(&[(tags::IMAGE_POSITION_PATIENT, &decimals([corner.x, corner.y, corner.z]))])
    };
    object.items(Tag(0x0065, 0x1051), series.slices().map(item).collect());
    object
}

/// A volume as one picture: tiles in rows, as many across as down; the header places a slice of the whole
/// picture's size around the middle of the first.
fn mosaic(series: &Series, slices: &[Array2<u16>], volume: u16) -> InMemDicomObject {
    let Stack { rows, columns, pixel, along_row, along_column, .. } = *series.stack();
    let (rows, columns) = (usize::from(rows), usize::from(columns));
    let across = square(slices.len());
    let picture = tiled(slices, across, across);
    let mut object = header(series, 0);
    sized(&mut object, &picture);
    let half = |count: usize| {
        f64::from(u16::try_from(count * (across - 1)).unwrap_or_default()) / 2.0 * pixel
    };
    let corner = series.stack().position(0) - along_row * half(columns) - along_column * half(rows);
    let normal = series.stack().normal();
    let towards = if series.stack().step.dot(normal) < 0.0 { normal * -1.0 } else { normal };
    object.texts(&[
        (tags::IMAGE_TYPE, "ORIGINAL\\PRIMARY\\M\\ND\\MOSAIC"),
        (tags::MANUFACTURER, "SIEMENS"),
        (tags::ACQUISITION_NUMBER, &volume.to_string()),
        (tags::IMAGE_POSITION_PATIENT, &decimals([corner.x, corner.y, corner.z])),
        (tags::SPACING_BETWEEN_SLICES, &decimal(series.stack().spacing())),
    ]);
    object.raw(Tag(0x0019, 0x0010), VR::LO, "SIEMENS MR HEADER");
    let count = u16::try_from(slices.len()).unwrap_or_default();
    object.raw(Tag(0x0019, 0x100A), VR::US, PrimitiveValue::from(count));
    object.raw(Tag(0x0029, 0x0010), VR::LO, "SIEMENS CSA HEADER");
    let text = [towards.x, towards.y, towards.z].map(|value| format!("{value:.8}"));
    let fields = [
        ("SliceNormalVector", "FD", text.to_vec()),
        ("NumberOfImagesInMosaic", "US", vec![slices.len().to_string()]),
    ];
    object.raw(Tag(0x0029, 0x1010), VR::OB, csa::header(&fields));
    object
}

fn report(series: &Series) -> InMemDicomObject {
    let mut object = header(series, 0);
    for tag in object.iter().map(|element| element.header().tag).collect::<Vec<_>>() {
        // Nothing of an image is left, and no frame of reference.
        if [0x0018, 0x0028, 0x7FE0, 0x6000].contains(&tag.group()) || tag.group() == 0x0020 {
            object.remove_element(tag);
        }
    }
    object.remove_element(tags::IMAGE_TYPE);
    let code = |value, meaning| {
        data_set(&[
            (tags::CODE_VALUE, value),
            (tags::CODING_SCHEME_DESIGNATOR, "DCM"),
            (tags::CODE_MEANING, meaning),
        ])
    };
    object.texts(&[
        (tags::SOP_CLASS_UID, uids::BASIC_TEXT_SR_STORAGE),
        (tags::MODALITY, "SR"),
        (tags::VALUE_TYPE, "CONTAINER"),
        (tags::CONTINUITY_OF_CONTENT, "SEPARATE"),
        (tags::COMPLETION_FLAG, "COMPLETE"),
        (tags::VERIFICATION_FLAG, "UNVERIFIED"),
    ]);
    object.items(tags::CONCEPT_NAME_CODE_SEQUENCE, vec![code("121111", "Summary")]);
    let mut text = data_set(&[
        (tags::RELATIONSHIP_TYPE, "CONTAINS"),
        (tags::VALUE_TYPE, "TEXT"),
        (tags::TEXT_VALUE, "No lesion."),
    ]);
    text.items(tags::CONCEPT_NAME_CODE_SEQUENCE, vec![code("121071", "Finding")]);
    object.items(tags::CONTENT_SEQUENCE, vec![text]);
    object.items(tags::PERFORMED_PROCEDURE_CODE_SEQUENCE, Vec::new());
    object.items(tags::REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE, Vec::new());
    object
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::heads::cases;

    #[test]
    fn the_series_of_a_study_share_study_and_frame_of_reference_and_a_report_has_none() {
        let folder = tempfile::tempdir().unwrap();
        let case = cases(7).into_iter().find(|case| case.name == "mr_t2_ax_6mm").unwrap();
        let parts = [Part::Volume("mr_t2_ax_6mm"), Part::Mosaic, Part::Localizer, Part::Report];
        write_study(folder.path(), &[case], &parts).unwrap();
        let object = |part: Part| {
            dicom_object::open_file(folder.path().join(part.name()).join("IM00001.dcm")).unwrap()
        };
        let text = |part, tag| {
            object(part).element_opt(tag).unwrap().map(|e| e.to_str().unwrap().into_owned())
        };
        let [volume, mosaic, localizer, report] = parts;
        assert_eq!(text(volume, tags::STUDY_INSTANCE_UID), text(report, tags::STUDY_INSTANCE_UID));
        let frame = |part| text(part, tags::FRAME_OF_REFERENCE_UID);
        assert!(frame(volume).is_some() && frame(report).is_none());
        assert_eq!((frame(mosaic), frame(localizer)), (frame(volume), frame(volume)));
        let series = |part| text(part, tags::SERIES_INSTANCE_UID);
        assert_ne!(series(volume), series(mosaic));
        let files =
            |part: Part| std::fs::read_dir(folder.path().join(part.name())).unwrap().count();
        assert_eq!([files(mosaic), files(localizer), files(report)], [2, 3, 1]);
    }
}
