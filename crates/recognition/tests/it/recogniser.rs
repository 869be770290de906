//! The recogniser against dlib, on pictures of made-up heads. Without its weights (tools/get-recogniser.sh) it has
//! no word, and these tests say so.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::time::Instant;

use demo_data::anatomy::head::{Head, Model};
use demo_data::position::Position;
use demo_data::tissue::Tissue;
use demo_data::vec3::vec3;
use nalgebra::{Point3, Vector3};
use ndarray::{Array3, Zip};
use recognition::{Likeness, NUMBERS, Pose, Recogniser, SIDE, crop};
use render::camera::View;
use render::grid::Grid;
use render::skin::{Find, Skin};
use sha2::{Digest, Sha256};

/// Name, SHA-256 of the picture and the numbers that dlib makes of it: tools/dlib-numbers.py.
const GOLDEN: &str = include_str!("../data/dlib.csv");
const SPACING: f64 = 2.0;
/// Sizes of heads along each axis, and from where they are seen.
const SIZES: [[f64; 3]; 5] =
    [[1.0, 1.0, 1.0], [0.92, 1.0, 1.05], [1.06, 0.96, 0.94], [0.9, 0.93, 0.9], [1.0, 1.08, 1.0]];
const VIEWS: [View; 2] = [View { yaw: 0.0, pitch: 0.0 }, View { yaw: 12.0, pitch: 0.0 }];

/// Pictures of made-up heads.
fn pictures() -> Vec<(String, Vec<u8>)> {
    let mut pictures = Vec::new();
    for (head, [x, y, z]) in SIZES.into_iter().enumerate() {
        let mut made = Head { model: Model::Detailed, ..Head::default() };
        made.build.size = vec3(x, y, z);
        let anatomy = made.anatomy(Position::Hfs);
        let origin = Point3::new(-130.0, -130.0, -140.0);
        let mut values = Array3::zeros((131, 131, 131));
        Zip::indexed(&mut values).par_for_each(|(x, y, z), value: &mut f32| {
            let p = origin + Vector3::new(x as f64, y as f64, z as f64) * SPACING;
            *value = anatomy.sample(vec3(p.x, p.y, p.z), SPACING, Tissue::hounsfield) as f32;
        });
        let grid = Grid::isotropic(origin, SPACING, values.view());
        let skin = Skin::of(&grid, &Find::above(-300.0)).unwrap();
        let pose = Pose {
            eyes: Point3::new(0.0, -62.0, -14.0),
            left: Vector3::x(),
            front: -Vector3::y(),
            up: Vector3::z(),
        };
        for view in VIEWS {
            pictures.push((format!("{head}_{}", view.yaw), crop(&skin, &pose, 62.0, view)));
        }
    }
    pictures
}

#[test]
fn every_number_is_that_of_dlib() {
    let Some(recogniser) = Recogniser::find().unwrap() else {
        println!("no word: the weights are not there (tools/get-recogniser.sh)");
        return;
    };
    let pictures = pictures();
    assert_eq!((GOLDEN.lines().count(), pictures.len()), (10, 10));
    let mut worst = 0.0_f64;
    for (line, (name, picture)) in GOLDEN.lines().zip(&pictures) {
        let cells: Vec<&str> = line.split(',').collect();
        let hash: String =
            Sha256::digest(picture).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((cells[0], cells[1]), (name.as_str(), hash.as_str()), "another picture");
        let began = Instant::now();
        let Likeness(numbers) = recogniser.describe(picture);
        println!("{name}: {:.3} s", began.elapsed().as_secs_f64());
        assert_eq!((numbers.len(), cells.len()), (NUMBERS, NUMBERS + 2));
        for (found, dlib) in numbers.iter().zip(&cells[2..]) {
            worst = worst.max((f64::from(*found) - dlib.parse::<f64>().unwrap()).abs());
        }
    }
    assert!(worst < 1e-4, "{worst}");
    println!("farthest from dlib: {worst:e}");
}

#[test]
#[ignore = "writes the pictures for tools/dlib-numbers.py into the folder PICTURES"]
fn write_pictures() {
    let folder = std::path::PathBuf::from(std::env::var_os("PICTURES").unwrap());
    for (name, picture) in pictures() {
        assert_eq!(picture.len(), SIDE * SIDE);
        std::fs::write(folder.join(name), picture).unwrap();
    }
}
