//! Defacing with a template of the user's own.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use demo_data::anatomy::head::Head;
use demo_data::placement::Pose;
use demo_data::{Phantom, Series, Settings, write_series};
use dicom_common::dataset::{ReadLimits, open, parse};
use dicom_common::imaging::nifti::{Nifti, write_volume};
use dicom_common::imaging::series::{Image, stacks};
use dicom_common::imaging::volume::Volume;
use nalgebra::Point3;
use testkit::Lab;

fn head(pose: Pose) -> Series {
    let head = Head { pose, ..Head::default() };
    let settings = Settings { matrix: 96, slices: Some(60), head, ..Settings::default() };
    Series::new(Phantom::HeadMr, &settings)
}

/// The only volume of a folder.
fn volume(folder: &Path) -> Volume {
    let paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    let image = |path: &PathBuf| {
        let (file, len) = open(path).unwrap();
        Image::of(&parse(&file, len, &ReadLimits::default()).unwrap()).unwrap()
    };
    let images: Vec<Image> = paths.iter().map(image).collect();
    Volume::load(&images, &stacks(&images)[0], |at| Ok(File::open(&paths[at]).unwrap())).unwrap()
}

/// An untreated head, as DICOM and as a template.
fn untreated(lab: &Lab) {
    write_series(&lab.path("first"), &head(Pose::default())).unwrap();
    let sink = File::create(lab.path("template.nii.gz")).unwrap();
    write_volume(sink, &volume(&lab.path("first"))).unwrap();
}

/// A template from an untreated head, and the mask that the usual method gives it.
fn template(lab: &Lab) {
    untreated(lab);
    let done = lab.run(["--input", "first", "--output", "made", "--key-file", "key"]);
    fs::copy(lab.path(&done.rows().rows[0]["mask"]), lab.path("mask.nii.gz")).unwrap();
}

#[test]
fn a_turned_head_loses_its_face_by_a_template_and_a_chest_is_left_alone() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-deface"));
    template(&lab);
    let turned = head(Pose { pitch: 12.0, yaw: 8.0, ..Pose::default() });
    write_series(&lab.path("in/head"), &turned).unwrap();
    let chest = Settings { matrix: 128, ..Settings::default() };
    write_series(&lab.path("in/chest"), &Series::new(Phantom::ChestCt, &chest)).unwrap();
    let flags = ["--method", "template", "--template", "template.nii.gz", "--mask", "mask.nii.gz"];
    let run = ["--input", "in", "--output", "out", "--key-file", "key"];
    let done = lab.run(run.into_iter().chain(flags));
    let rows = done.rows();
    let verdicts = rows.verdicts("deface");
    assert_eq!(verdicts.iter().filter(|v| *v == "ok").count(), 60, "{}", done.stderr);
    assert_eq!(verdicts.iter().filter(|v| *v == "skip S_NOT_HEAD").count(), 24);
    let row = rows.rows.iter().find(|row| row["deface"] == "ok").unwrap();
    let mask = Nifti::read(File::open(lab.path(&row["mask"])).unwrap()).unwrap();
    let to_voxel = mask.affine().try_inverse().unwrap();
    for mark in turned.truth().unwrap().landmarks() {
        let at = to_voxel.transform_point(&Point3::new(mark.at.x, mark.at.y, mark.at.z));
        let at = [at.x, at.y, at.z].map(|i| i.round() as usize);
        let inside = at.iter().zip(mask.shape()).all(|(i, n)| *i < n);
        assert!(!inside || mask.value(at) == 0.0, "{} stays", mark.name);
    }
}

#[test]
fn a_template_without_its_mask_or_its_method_is_refused() {
    let lab = Lab::new(env!("CARGO_BIN_EXE_dcm-deface"));
    untreated(&lab);
    // Flags are refused before anybody asks what the mask holds.
    fs::copy(lab.path("template.nii.gz"), lab.path("mask.nii.gz")).unwrap();
    for flags in [
        ["--method", "template", "--checksum", "--nifti"],
        ["--template", "template.nii.gz", "--mask", "mask.nii.gz"],
        ["--template", "key", "--mask", "key"],
    ] {
        let run = ["--input", "first", "--output", "out", "--key-file", "key"];
        assert_eq!(lab.run(run.into_iter().chain(flags)).code, Some(2));
        assert!(!lab.path("out").exists());
    }
}
