//! Real head series: stacks, places, working copies and NIfTI files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "test code")]

use std::path::{Path, PathBuf};

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::{ReadLimits, open, parse};
use dicom_common::imaging::nifti::{Nifti, write_volume};
use dicom_common::imaging::series::{Image, Modality, Stack, stacks};
use dicom_common::imaging::volume::{Coarse, Volume};
use nalgebra::{Point3, Vector3};

/// Folders that hold a series, and what is known about it.
fn cases() -> Vec<PathBuf> {
    let Some(shared) = testkit::reference::folder(env!("CARGO_MANIFEST_DIR")) else {
        return Vec::new();
    };
    let entries = std::fs::read_dir(shared.join("heads")).unwrap();
    entries.map(|e| e.unwrap().path()).filter(|p| p.join("dicom").is_dir()).collect()
}

fn image(path: &Path) -> Outcome<Image> {
    let (file, len) = open(path)?;
    Image::of(&parse(&file, len, &ReadLimits::default())?)
}

struct Case {
    images: Vec<Image>,
    stacks: Vec<Stack>,
    volume: Volume,
}

impl Case {
    fn read(case: &Path) -> Case {
        let entries = std::fs::read_dir(case.join("dicom")).unwrap();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        // An order that has nothing to do with the positions.
        paths.sort_by_key(|p| p.to_string_lossy().chars().rev().collect::<String>());
        let images: Vec<Image> = paths.iter().map(|p| image(p).unwrap()).collect();
        let stacks = stacks(&images);
        let file = |i: usize| {
            let path = paths.get(i).ok_or(Fault(Code::Internal))?;
            open(path).map(|(file, _)| file)
        };
        let volume = Volume::load(&images, &stacks[0], file).unwrap();
        Case { images, stacks, volume }
    }
}

#[test]
fn every_head_is_one_volume_whose_affine_places_each_slice() {
    for path in cases() {
        let case = Case::read(&path);
        let frames: usize = case.images.iter().map(|image| image.frames.len()).sum();
        assert_eq!(case.stacks.len(), 1);
        assert!(case.stacks[0].volume && case.stacks[0].gaps.is_empty());
        assert_eq!(case.stacks[0].members.len(), frames);
        let affine = case.volume.affine();
        for (k, slice) in case.volume.slices.iter().enumerate() {
            let (row, column) = (slice.plane.rows - 1, slice.plane.columns - 1);
            let p = affine.transform_point(&Point3::new(column as f64, row as f64, k as f64));
            let off = (p - slice.plane.voxel(row, column)).amax();
            // Positions are written with four decimals.
            assert!(off < 1.01e-4, "{off} mm");
        }
    }
}

#[test]
fn brains_are_found_in_the_working_copy_where_their_masks_say() {
    for path in cases() {
        let volume = Case::read(&path).volume;
        let coarse = volume.coarse(2.0);
        let mask = Nifti::read(std::fs::File::open(path.join("brain.nii.gz")).unwrap()).unwrap();
        let brain = mask.coarse(2.0);
        let inside: Vec<Point3<f64>> = brain
            .values
            .indexed_iter()
            .filter(|(_, share)| **share > 0.99)
            .map(|((x, y, z), _)| brain.point([x, y, z]))
            .collect();
        assert!(inside.len() > 25_000, "{} voxels of 8 µl", inside.len());
        let name = path.file_name().unwrap_or_default().display();
        let values: Vec<f32> = inside.iter().filter_map(|p| value(&coarse, p)).collect();
        assert_eq!(values.len(), inside.len(), "{name}: the brain lies in the field of view");
        match volume.modality {
            Modality::Ct => {
                let hu = median(values);
                assert!((10.0..60.0).contains(&hu), "{name}: {hu} HU");
            }
            // Fields of view can hold little but the head, so the brain is not brighter than the rest:
            // it is where there is tissue, and 80 mm to any side a part of it would not be.
            Modality::Mr | Modality::Pt | Modality::Nm => {
                let floor = coarse.floor(Modality::Mr);
                let tissue = |shift: Vector3<f64>| {
                    let is = |p: &&Point3<f64>| value(&coarse, &(*p + shift)) > Some(floor);
                    inside.iter().filter(is).count() as f64 / inside.len() as f64
                };
                // Ventricles can be as dark as air: at least 0.965 is bright in these heads.
                let here = tissue(Vector3::zeros());
                assert!(here > 0.95, "{name}: {here}");
                for side in [Vector3::x(), -Vector3::x(), Vector3::y(), -Vector3::y()] {
                    let there = tissue(80.0 * side);
                    assert!(there < here - 0.1, "{name}: {there} of {here}");
                }
            }
        }
    }
}

/// The voxel of a working copy that is nearest to a point; none outside, or where nothing is known.
fn value(coarse: &Coarse, point: &Point3<f64>) -> Option<f32> {
    let at = ((point - coarse.origin) / coarse.spacing).map(f64::round);
    if at.iter().any(|x| *x < 0.0) {
        return None;
    }
    let at = [at.x as usize, at.y as usize, at.z as usize];
    coarse.values.get(at).copied().filter(|value| value.is_finite())
}

fn median(mut values: Vec<f32>) -> f32 {
    values.sort_by(f32::total_cmp);
    values[values.len() / 2]
}

#[test]
fn a_head_in_nifti_holds_the_same_values_at_the_same_places() {
    let few = |p: &PathBuf| p.ends_with("mr_pd_oblique") || p.ends_with("ct_coarse");
    for path in cases().into_iter().filter(few) {
        let volume = Case::read(&path).volume;
        let mut file = Vec::new();
        write_volume(&mut file, &volume).unwrap();
        let image = Nifti::read(file.as_slice()).unwrap();
        let [slices, rows, columns] = volume.shape();
        assert_eq!(image.shape(), [columns, rows, slices]);
        for (k, slice) in volume.slices.iter().enumerate() {
            assert!((image.point([5, 3, k]) - slice.plane.voxel(3, 5)).amax() < 1e-4);
            for (row, column) in (0..rows).flat_map(|r| (0..columns).map(move |c| (r, c))) {
                assert_eq!(image.value([column, row, k]), volume.value(k, row, column));
            }
        }
    }
}
