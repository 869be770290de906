//! Measures how far different people are from one another to the recogniser, and each from itself: the evidence of its
//! limits. It needs heads of real people, HEADS/NAME/dicom, which are no part of the project, and writes the numbers
//! alone into data/strangers.csv.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use dicom_common::dataset::{ReadLimits, open, parse};
use dicom_common::imaging::series::{Image, stacks};
use dicom_common::imaging::volume::Volume;
use face::{SPACING, Verdict, find};
use recognition::{Likeness, Pose, Recogniser};
use render::camera::View;
use render::grid::Grid;
use render::skin::{Find, Skin};

/// Degrees to the side.
const YAWS: [f64; 3] = [0.0, -12.0, 12.0];

fn volume(folder: &Path) -> Option<Volume> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).ok()?.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut images = Vec::new();
    let image = |path: &PathBuf| {
        let (file, len) = open(path).ok()?;
        Image::of(&parse(&file, len, &ReadLimits::default()).ok()?).ok()
    };
    paths.retain(|path| image(path).map(|image| images.push(image)).is_some());
    let stack = stacks(&images).into_iter().find(|stack| stack.volume)?;
    Volume::load(&images, &stack, |at| Ok(open(&paths[at]).unwrap().0)).ok()
}

/// What the recogniser makes of a head from each side.
fn likenesses(recogniser: &Recogniser, volume: &Volume) -> Option<Vec<Likeness>> {
    let coarse = volume.coarse(SPACING);
    let Verdict::Face(face) = find(&coarse, volume.modality) else { return None };
    let floor = coarse.floor(volume.modality);
    let copy = volume.coarse_near(&face.centre, 200.0, 1.2);
    let grid = Grid::isotropic(copy.origin, copy.spacing, copy.values.view());
    let skin = Skin::of(&grid, &Find::above(floor))?;
    let frame = face.frame;
    let pose = Pose { eyes: frame.origin, left: frame.left, front: frame.front, up: frame.up };
    let look = |yaw: f64| recogniser.look(&skin, &pose, frame.apart, View { yaw, pitch: 0.0 });
    Some(YAWS.map(look).to_vec())
}

#[test]
#[ignore = "needs heads of real people in the folder HEADS"]
fn distances_between_people() {
    let folder = PathBuf::from(env::var_os("HEADS").unwrap());
    let recogniser = Recogniser::find().unwrap().unwrap();
    let mut people: Vec<(String, Vec<Likeness>)> = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Some(volume) = volume(&path.join("dicom")) else { continue };
        match likenesses(&recogniser, &volume) {
            Some(seen) => people.push((name, seen)),
            None => println!("{name}: no face"),
        }
    }
    let mut strangers = Vec::new();
    for (at, (name, seen)) in people.iter().enumerate() {
        let itself = seen[1..].iter().map(|other| other.distance(&seen[0]));
        println!("{name},itself,{:.3}", itself.fold(f64::INFINITY, f64::min));
        for (other, others) in people.iter().enumerate().filter(|(other, _)| *other != at) {
            let nearest = others.1.iter().map(|view| view.distance(&seen[0]));
            let nearest = nearest.fold(f64::INFINITY, f64::min);
            println!("{name},{},{nearest:.3}", people[other].0);
            strangers.push(nearest);
        }
    }
    strangers.sort_by(f64::total_cmp);
    let lines: Vec<String> = strangers.iter().map(|distance| format!("{distance:.3}\n")).collect();
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/strangers.csv");
    let head = format!(
        "distance of a head from the front to another person's, where that is nearest ({} people, public heads)\n",
        people.len()
    );
    fs::write(table, head + &lines.concat()).unwrap();
    let quantile = |share: f64| strangers[(share * (strangers.len() - 1) as f64) as usize];
    println!(
        "people {}, nearest stranger {:.3}, 5 % {:.3}, median {:.3}",
        people.len(),
        quantile(0.0),
        quantile(0.05),
        quantile(0.5)
    );
}
