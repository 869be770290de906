//! Labels that nnUNetv2_predict_from_modelfolder wrote, and ours.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::path::{Path, PathBuf};

use ndarray::Array3;
use nnunet::{Error, Image, Model, Options};

use crate::nifti::Nifti;

fn predict(model: &Path, image: &Path, options: &Options) -> Result<Array3<u8>, Error> {
    let nifti = Nifti::read(image);
    let image = Image { channels: vec![nifti.values], spacing: nifti.spacing };
    let mut last = (0, 0);
    let mut progress = |done, total| {
        assert_eq!(done, last.0 + 1);
        last = (done, total);
    };
    let labels = Model::open(model)?.predict(&image, options, &mut progress)?;
    assert_eq!(last.0, last.1);
    Ok(labels)
}

fn compare(model: &Path, image: &Path, expected: &Path) {
    let options = Options { threads: Some(1), ..Options::default() };
    let found = predict(model, image, &options).unwrap();
    let expected = labels(expected);
    let differ = found.iter().zip(&expected).filter(|(a, b)| a != b).count();
    assert_eq!(differ, 0, "{}: of {} voxels", model.display(), expected.len());
    assert_eq!(found.dim(), expected.dim());
    assert!(expected.iter().any(|label| *label > 0));
}

fn labels(path: &Path) -> Array3<u8> {
    Nifti::read(path).values.mapv(|value| value as u8)
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn the_fixture_is_labelled_as_nnunet_labels_it() {
    let fixture = repository().join("fixtures/nnunet");
    compare(&fixture, &fixture.join("case_0000.nii.gz"), &fixture.join("expected.nii.gz"));
}

#[test]
fn half_precision_and_no_mirroring_change_little() {
    let fixture = repository().join("fixtures/nnunet");
    let expected = labels(&fixture.join("expected.nii.gz"));
    let options = Options { threads: Some(1), ..Options::default() };
    for (options, most) in [
        (Options { bf16: true, ..options.clone() }, 0.02),
        (Options { mirror: false, ..options }, 0.3),
    ] {
        let found = predict(&fixture, &fixture.join("case_0000.nii.gz"), &options).unwrap();
        let differ = found.iter().zip(&expected).filter(|(a, b)| a != b).count();
        let part = differ as f64 / expected.len() as f64;
        eprintln!("{options:?}: {part}");
        assert!(part > 0.0 && part < most, "{options:?}: {part}");
    }
}

#[test]
fn reference_images_are_labelled_as_nnunet_labels_them() {
    let golden = repository().join("../shared/golden/nnunet");
    if !golden.is_dir() {
        eprintln!("skipped: there is no ../shared/golden/nnunet beside the repository");
        return;
    }
    for name in ["plain", "resenc", "oldplans", "zscore"] {
        let expected = golden.join(format!("out_{name}/case.nii.gz"));
        compare(&golden.join(name), &golden.join("in/case_0000.nii.gz"), &expected);
    }
}
