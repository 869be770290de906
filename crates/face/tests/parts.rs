//! Parts of faces. Heads from which a part of the face was taken have eyes, a profile or a jaw left,
//! but no whole face, and must not be taken for one; half of a face in a field of view that ends
//! near its middle is one.
#![allow(clippy::panic, reason = "helpers of tests")]

use demo_data::anatomy::head::{Head, Model};
use demo_data::contrast::Contrast;
use demo_data::position::Position;
use demo_data::vec3::vec3;
use dicom_common::imaging::series::Modality;
use dicom_common::imaging::volume::Coarse;
use face::{Frame, SPACING, Verdict, find};
use nalgebra::Point3;
use ndarray::{Array3, Zip};

/// What a shave takes, in mm to the left, to the front and upwards of the eyes.
type Shave = fn(f64, f64, f64) -> bool;

const SHAVES: [(&str, Shave); 7] = [
    ("the front of the face up to the brow", |_, front, up| front > 8.0 && up < 25.0),
    ("everything below the eyes", |_, front, up| up < -8.0 && front > -20.0),
    ("a sheared plane from brow to chin", |_, front, up| front > 15.0 + (up - 25.0) * 75.0 / 105.0),
    ("nose and lips", |_, front, up| front > 13.0 && up < 15.0),
    ("nose, mouth and jaw under whole eyes", |_, front, up| up < -12.0 && front > 5.0),
    ("what a defacer takes", |_, front, up| {
        (front > -15.0 && up < 12.0) || (up < -25.0 && front > -32.0)
    }),
    ("the middle of the face", |left, front, up| front > -12.0 && up < 8.0 && left.abs() < 48.0),
];

/// A made-up head as it is scanned without noise.
fn head(contrast: Contrast) -> (Coarse, Modality) {
    let anatomy = Head { model: Model::Detailed, ..Head::default() }.anatomy(Position::Hfs);
    let origin = Point3::new(-96.0, -126.0, -136.0);
    let mut values = Array3::zeros((97, 126, 124));
    Zip::indexed(&mut values).par_for_each(|(x, y, z), value: &mut f32| {
        let at = |from: f64, index: usize| from + SPACING * index as f64;
        let p = vec3(at(origin.x, x), at(origin.y, y), at(origin.z, z));
        *value = anatomy.sample(p, SPACING, |tissue| contrast.of(tissue)) as f32;
    });
    let modality = if contrast.is_ct() { Modality::Ct } else { Modality::Mr };
    (Coarse { origin, spacing: SPACING, values }, modality)
}

fn shaved(whole: &Coarse, frame: &Frame, shave: Shave, air: f32) -> Coarse {
    let mut rest = whole.clone();
    Zip::indexed(&mut rest.values).for_each(|(x, y, z), value| {
        let [left, front, up] = frame.locate(&whole.point([x, y, z]));
        if shave(left, front, up) {
            *value = air;
        }
    });
    rest
}

/// What a field of view shows that ends `reach` mm beyond the middle of the face.
fn half(whole: &Coarse, frame: &Frame, side: f64, reach: f64) -> Coarse {
    let mut seen = whole.clone();
    Zip::indexed(&mut seen.values).for_each(|(x, y, z), value| {
        let [left, _, _] = frame.locate(&whole.point([x, y, z]));
        if left * side > reach {
            *value = f32::NAN;
        }
    });
    seen
}

fn check(contrast: Contrast) {
    let (whole, modality) = head(contrast);
    let Verdict::Face(face) = find(&whole, modality) else { panic!("the whole head has a face") };
    let air = if contrast.is_ct() { -1000.0 } else { 0.0 };
    for (what, shave) in SHAVES {
        let rest = shaved(&whole, &face.frame, shave, air);
        let found = matches!(find(&rest, modality), Verdict::Face(_));
        assert!(!found, "{contrast:?} without {what} is taken for a whole face");
    }
}

#[test]
fn a_shaved_head_of_ct_has_no_whole_face() {
    check(Contrast::Ct);
}

#[test]
fn a_shaved_head_of_mr_has_no_whole_face() {
    check(Contrast::MrT1);
    check(Contrast::MrT2);
}

#[test]
fn half_of_a_face_is_found_by_its_one_eye() {
    for contrast in [Contrast::MrT1, Contrast::MrT2] {
        let (whole, modality) = head(contrast);
        let Verdict::Face(face) = find(&whole, modality) else {
            panic!("the whole head has a face")
        };
        for (side, reach) in [(-1.0, 16.0), (1.0, 16.0), (1.0, 8.0)] {
            let seen = half(&whole, &face.frame, side, reach);
            let Verdict::Face(found) = find(&seen, modality) else {
                panic!("{contrast:?}: no half face on side {side} at {reach} mm");
            };
            let off = face.frame.locate(&found.centre);
            assert!(off.iter().all(|mm| mm.abs() < 12.0), "{contrast:?} {side} {reach}: {off:?}");
        }
    }
}

#[test]
fn half_of_a_defaced_head_has_no_face() {
    for contrast in [Contrast::Ct, Contrast::MrT1, Contrast::MrT2] {
        let (whole, modality) = head(contrast);
        let Verdict::Face(face) = find(&whole, modality) else {
            panic!("the whole head has a face")
        };
        let air = if contrast.is_ct() { -1000.0 } else { 0.0 };
        for (what, shave) in SHAVES.iter().skip(5) {
            let rest = shaved(&whole, &face.frame, *shave, air);
            for (side, reach) in [(-1.0, 12.0), (1.0, 12.0), (1.0, 0.0)] {
                let seen = half(&rest, &face.frame, side, reach);
                let found = matches!(find(&seen, modality), Verdict::Face(_));
                assert!(
                    !found,
                    "{contrast:?} without {what}, side {side}, is taken for half a face"
                );
            }
        }
    }
}
