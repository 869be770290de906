//! A made-up head before and after its face is taken away.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use demo_data::anatomy::head::{Head, Model};
use demo_data::position::Position;
use demo_data::tissue::Tissue;
use demo_data::vec3::vec3;
use nalgebra::{Point3, Rotation3, Vector3};
use ndarray::{Array3, Zip};
use recognition::{Detector, Pose};
use render::grid::Grid;
use render::skin::{Find, Skin};

const SPACING: f64 = 2.0;

/// How the made-up head lies.
const POSE: Pose = Pose {
    eyes: Point3::new(0.0, -62.0, -14.0),
    left: Vector3::new(1.0, 0.0, 0.0),
    front: Vector3::new(0.0, -1.0, 0.0),
    up: Vector3::new(0.0, 0.0, 1.0),
};

/// HU on a grid around the head once it is turned about its middle.
fn scan(turn: &Rotation3<f64>) -> (Point3<f64>, Array3<f32>) {
    let anatomy = Head { model: Model::Detailed, ..Head::default() }.anatomy(Position::Hfs);
    let origin = Point3::new(-130.0, -130.0, -140.0);
    let mut values = Array3::zeros((131, 131, 131));
    Zip::indexed(&mut values).par_for_each(|(x, y, z), value: &mut f32| {
        let p = origin + Vector3::new(x as f64, y as f64, z as f64) * SPACING;
        let q = turn.inverse() * p;
        *value = anatomy.sample(vec3(q.x, q.y, q.z), SPACING, Tissue::hounsfield) as f32;
    });
    (origin, values)
}

/// The mean score over all views; 0 where there is no face.
fn score(origin: Point3<f64>, values: &Array3<f32>, pose: &Pose) -> f64 {
    let grid = Grid::isotropic(origin, SPACING, values.view());
    let skin = Skin::of(&grid, &Find::above(-300.0)).unwrap();
    let sights = pose.look(&skin, &Detector::new().unwrap());
    let scores = sights.iter().map(|sight| sight.found.map_or(0.0, |found| found.score));
    scores.sum::<f64>() / sights.len() as f64
}

#[test]
fn a_face_is_found_until_it_is_cut_off() {
    let (origin, mut values) = scan(&Rotation3::identity());
    let before = score(origin, &values, &POSE);
    let grid = Grid::isotropic(origin, SPACING, values.view());
    values = grid.without(|p| p.y < -50.0 && p.z < -2.0, -1000.0);
    let after = score(origin, &values, &POSE);
    assert!(before > 20.0 && after < 5.0, "{before} {after}");
}

#[test]
fn a_head_that_lies_on_its_side_is_looked_at_from_its_front() {
    let turn = Rotation3::from_euler_angles(0.3, 0.0, 1.4);
    let (origin, values) = scan(&turn);
    let Pose { eyes, left, front, up } = POSE;
    let pose = Pose { eyes: turn * eyes, left: turn * left, front: turn * front, up: turn * up };
    assert!(score(origin, &values, &pose) > 20.0);
    assert!(score(origin, &values, &POSE) < 5.0, "from the side of the patient's front");
}
