//! The annotated heads as a defacer's test will read them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use demo_data::anatomy::head::{Head, Stripped};
use demo_data::bounds::Bounds;
use demo_data::heads::{Case, cases, write_case};
use demo_data::position::Position;
use demo_data::vec3::vec3;
use demo_data::{Phantom, Series, Settings};
use dicom_dictionary_std::tags;
use dicom_object::open_file;
use flate2::read::GzDecoder;
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::io::Read;
use std::path::Path;
use tempfile::tempdir;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn coarse() -> Settings {
    Settings { pixel: Some(8.0), distance: Some(12.0), ..Settings::default() }
}

fn case(settings: Settings) -> Case {
    Case { name: "case".into(), phantom: Phantom::HeadCt, settings }
}

fn seen(series: &Series) -> Vec<&'static str> {
    let truth = series.truth().unwrap();
    let marks = truth.landmarks().iter().filter(|mark| series.stack().sees(mark.at));
    marks.map(|mark| mark.name).collect()
}

fn single(value: &[u8], offset: usize) -> f32 {
    f32::from_le_bytes(value[offset..offset + 4].try_into().unwrap())
}

fn stored(file: &Path) -> Outcome<Vec<u16>> {
    let object = open_file(file)?;
    Ok(object.element(tags::PIXEL_DATA)?.to_multi_int()?)
}

#[test]
fn a_case_has_images_truth_and_a_brain_mask() -> Outcome {
    let folder = tempdir()?;
    let written = write_case(folder.path(), &case(coarse()))?;
    assert_eq!(written.folder, folder.path().join("case/dicom"));
    assert_eq!(fs::read_dir(&written.folder)?.count(), written.files);

    let text = fs::read_to_string(folder.path().join("case/truth.json"))?;
    assert!(text.contains("\"left_eye\": [-32.00, 62.00, -14.00]"), "{text}");

    let mut mask = Vec::new();
    let file = fs::File::open(folder.path().join("case/brain.nii.gz"))?;
    GzDecoder::new(file).read_to_end(&mut mask)?;
    assert_eq!(mask[..4], 348_i32.to_le_bytes());
    assert_eq!(&mask[344..348], b"n+1\0");
    assert_eq!(mask.len(), 352 + 130 * 130 * 130);
    let millilitres = mask[352..].iter().filter(|&&v| v == 1).count() as f64 * 0.008;
    assert!((1100.0..1700.0).contains(&millilitres), "{millilitres}");
    assert!(text.contains(&format!("\"brain_ml\": {millilitres:.3}")));

    // The middle of the set voxels lies in the middle of the brain, in RAS.
    let set = (0..130_usize.pow(3)).filter(|&i| mask[352 + i] == 1);
    let (n, x, y) = set.fold((0.0, 0.0, 0.0), |(n, x, y), i| {
        (n + 1.0, x + (i % 130) as f32, y + (i / 130 % 130) as f32)
    });
    let right = single(&mask, 280) * x / n + single(&mask, 292);
    let front = single(&mask, 300) * y / n + single(&mask, 308);
    assert!(right.abs() < 1.0 && (front + 12.0).abs() < 6.0, "{right} {front}");
    Ok(())
}

#[test]
fn half_a_face_lacks_the_other_eye() {
    let field = |low, high| Settings { field: Some(Bounds::between(low, high)), ..coarse() };
    let left = field(vec3(-4.0, -125.0, -130.0), vec3(96.0, 120.0, 110.0));
    assert_eq!(
        seen(&Series::new(Phantom::HeadMr, &left)),
        ["left_eye", "nose_tip", "mouth", "chin"]
    );
    let upper = field(vec3(-96.0, -125.0, -20.0), vec3(96.0, 120.0, 110.0));
    assert_eq!(seen(&Series::new(Phantom::HeadCt, &upper)), ["right_eye", "left_eye"]);
}

#[test]
fn what_was_taken_away_is_blank_and_has_no_truth() -> Outcome {
    for stripped in [Stripped::Wedge, Stripped::Plane, Stripped::Skull] {
        let folder = tempdir()?;
        let whole = Series::new(Phantom::HeadCt, &coarse());
        let head = Head { stripped: Some(stripped), ..Head::default() };
        let case = case(Settings { head, ..coarse() });
        let written = write_case(folder.path(), &case)?;
        assert!(!folder.path().join("case/truth.json").exists());
        let (stack, truth) = (whole.stack(), whole.truth().unwrap());
        for slice in 0..stack.slices {
            let values = stored(&written.folder.join(format!("IM{:05}.dcm", slice + 1)))?;
            let at = |row: u16, column: u16| {
                values[usize::from(row) * usize::from(stack.columns) + usize::from(column)]
            };
            for (row, column) in
                (0..stack.rows).flat_map(|r| (0..stack.columns).map(move |c| (r, c)))
            {
                let p = stack.voxel(slice, row, column);
                let near = |name| {
                    truth.landmarks().iter().any(|m| m.name == name && (m.at - p).length() < 8.0)
                };
                if ["right_eye", "left_eye", "nose_tip"].into_iter().any(near) {
                    assert_eq!(at(row, column), 0, "{stripped:?} {p:?}");
                }
            }
        }
    }
    Ok(())
}

#[test]
fn axial_images_of_a_prone_patient_are_turned_and_the_patient_is_not() -> Outcome {
    let folder = tempdir()?;
    let prone = Settings { position: Position::Hfp, ..coarse() };
    let written = write_case(folder.path(), &case(prone))?;
    let object = open_file(written.folder.join("IM00001.dcm"))?;
    assert_eq!(object.element(tags::PATIENT_POSITION)?.to_str()?, "HFP");
    let orientation = object.element(tags::IMAGE_ORIENTATION_PATIENT)?.to_multi_float64()?;
    assert_eq!(orientation, [-1.0, 0.0, 0.0, 0.0, -1.0, 0.0]);
    let supine = Series::new(Phantom::HeadCt, &coarse());
    let text = fs::read_to_string(folder.path().join("case/truth.json"))?;
    assert_eq!(seen(&supine).len(), text.matches('[').count());
    assert!(text.contains("\"left_eye\": [-32.00, 62.00, -14.00]"));
    Ok(())
}

#[test]
fn missing_slices_leave_a_gap_in_numbers_and_places() -> Outcome {
    let folder = tempdir()?;
    let gappy = Settings { missing: vec![4, 5], ..coarse() };
    let written = write_case(folder.path(), &case(gappy))?;
    let height = |number: u16| -> Outcome<f64> {
        let object = open_file(written.folder.join(format!("IM{number:05}.dcm")))?;
        Ok(object.element(tags::IMAGE_POSITION_PATIENT)?.to_multi_float64()?[2])
    };
    assert!(height(5).is_err() && height(6).is_err());
    assert!((height(7)? - height(4)? - 36.0).abs() < 1e-6);
    Ok(())
}

#[test]
fn more_noise_is_more_noise() -> Outcome {
    let deviation = |noise: f64| -> Outcome<f64> {
        let folder = tempdir()?;
        let settings = Settings { noise, ..coarse() };
        let case = Case { name: "water".into(), phantom: Phantom::WaterCt, settings };
        let written = write_case(folder.path(), &case)?;
        let values = stored(&written.folder.join("IM00010.dcm"))?;
        let columns = usize::from(Series::new(case.phantom, &case.settings).stack().columns);
        let middle = values.chunks(columns).skip(12).take(8).flat_map(|row| &row[12..20]);
        let water: Vec<f64> = middle.map(|&v| f64::from(v)).collect();
        let squares: f64 = water.iter().map(|v| (v - 1024.0).powi(2)).sum();
        Ok((squares / water.len() as f64).sqrt())
    };
    let (usual, much) = (deviation(1.0)?, deviation(2.0)?);
    assert!((6.0..10.0).contains(&usual) && (12.0..20.0).contains(&much), "{usual} {much}");
    Ok(())
}

#[test]
fn the_cases_differ_in_name_and_identifiers_and_show_some_of_the_face() {
    let cases = cases(1);
    assert!(cases.len() >= 60);
    let names: BTreeSet<_> = cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names.len(), cases.len());
    let series = cases.iter().map(|case| Series::new(case.phantom, &case.settings));
    let uids: BTreeSet<_> = series.clone().map(|series| series.uids().series()).collect();
    assert_eq!(uids.len(), cases.len());
    for (case, series) in cases.iter().zip(series) {
        // A view that begins above the orbits shows none of it.
        let least = if case.name.contains("_begins_") { 0 } else { 2 };
        assert!(series.truth().is_none() || seen(&series).len() >= least, "{}", case.name);
    }
}
