//! Parts of faces. Heads from which a part of the face was taken have eyes, a profile or a jaw left,
//! but no whole face, and must not be taken for one; half of a face in a field of view that ends
//! near its middle is one.
#![allow(clippy::panic, reason = "helpers of tests")]

use std::sync::LazyLock;

use demo_data::anatomy::head::{Head, Model};
use demo_data::contrast::Contrast;
use demo_data::position::Position;
use demo_data::vec3::vec3;
use dicom_common::imaging::series::Modality;
use dicom_common::imaging::volume::Coarse;
use face::{Frame, SPACING, Verdict, find};
use nalgebra::Point3;
use ndarray::{Array3, Axis, Zip};
use rayon::prelude::*;

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

/// A made-up head with its face. Each is made and looked at once for all tests.
struct Whole {
    volume: Coarse,
    modality: Modality,
    /// What air measures.
    air: f32,
    frame: Frame,
}

static CT: LazyLock<Whole> = LazyLock::new(|| Whole::of(Contrast::Ct));
static MR_T1: LazyLock<Whole> = LazyLock::new(|| Whole::of(Contrast::MrT1));
static MR_T2: LazyLock<Whole> = LazyLock::new(|| Whole::of(Contrast::MrT2));

impl Whole {
    fn of(contrast: Contrast) -> Self {
        let volume = head(contrast);
        let (modality, air) =
            if contrast.is_ct() { (Modality::Ct, -1000.0) } else { (Modality::Mr, 0.0) };
        let Verdict::Face(face) = find(&volume, modality) else {
            panic!("the whole head has a face")
        };
        Self { volume, modality, air, frame: face.frame }
    }
}

/// A made-up head as it is scanned without noise, drawn in blocks that each see few of its parts.
fn head(contrast: Contrast) -> Coarse {
    const BLOCK: usize = 4;
    let anatomy = Head { model: Model::Detailed, ..Head::default() }.anatomy(Position::Hfs);
    let origin = Point3::new(-96.0, -126.0, -136.0);
    let at = |[x, y, z]: [f64; 3]| {
        vec3(origin.x + SPACING * x, origin.y + SPACING * y, origin.z + SPACING * z)
    };
    let mut values = Array3::zeros((97, 126, 124));
    let planes: Vec<_> = values.axis_chunks_iter_mut(Axis(0), BLOCK).enumerate().collect();
    planes.into_par_iter().for_each(|(i, mut plane)| {
        for (j, mut row) in plane.axis_chunks_iter_mut(Axis(1), BLOCK).enumerate() {
            for (k, mut block) in row.axis_chunks_iter_mut(Axis(2), BLOCK).enumerate() {
                let first = [i, j, k].map(|n| (n * BLOCK) as f64);
                let half = (BLOCK as f64 - 1.0) / 2.0;
                let centre = at(first.map(|n| n + half));
                let window = anatomy.window(centre, half * SPACING * 3.0_f64.sqrt(), SPACING);
                for ((x, y, z), value) in block.indexed_iter_mut() {
                    let [i, j, k] = first;
                    let p = at([i + x as f64, j + y as f64, k + z as f64]);
                    *value = window.sample(p, SPACING, |tissue| contrast.of(tissue)) as f32;
                }
            }
        }
    });
    Coarse { origin, spacing: SPACING, values }
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

fn check(whole: &Whole, name: &str) {
    for (what, shave) in SHAVES {
        let rest = shaved(&whole.volume, &whole.frame, shave, whole.air);
        let found = matches!(find(&rest, whole.modality), Verdict::Face(_));
        assert!(!found, "{name} without {what} is taken for a whole face");
    }
}

#[test]
fn a_shaved_head_of_ct_has_no_whole_face() {
    check(&CT, "CT");
}

#[test]
fn a_shaved_head_of_mr_has_no_whole_face() {
    check(&MR_T1, "T1");
    check(&MR_T2, "T2");
}

#[test]
fn half_of_a_face_is_found_by_its_one_eye() {
    for (name, whole) in [("T1", &*MR_T1), ("T2", &*MR_T2)] {
        for (side, reach) in [(-1.0, 16.0), (1.0, 16.0), (1.0, 8.0)] {
            let seen = half(&whole.volume, &whole.frame, side, reach);
            let found = match find(&seen, whole.modality) {
                Verdict::Face(found) => found,
                Verdict::NoFace(why) | Verdict::Doubt { why, .. } => {
                    panic!("{name}: no half face on side {side} at {reach} mm: {why}")
                }
            };
            let off = whole.frame.locate(&found.centre);
            assert!(off.iter().all(|mm| mm.abs() < 12.0), "{name} {side} {reach}: {off:?}");
        }
    }
}

#[test]
fn half_of_a_defaced_head_has_no_face() {
    for (name, whole) in [("CT", &*CT), ("T1", &*MR_T1), ("T2", &*MR_T2)] {
        for (what, shave) in SHAVES.iter().skip(5) {
            let rest = shaved(&whole.volume, &whole.frame, *shave, whole.air);
            for (side, reach) in [(-1.0, 12.0), (1.0, 12.0), (1.0, 0.0)] {
                let seen = half(&rest, &whole.frame, side, reach);
                let found = matches!(find(&seen, whole.modality), Verdict::Face(_));
                assert!(!found, "{name} without {what}, side {side}, is taken for half a face");
            }
        }
    }
}
