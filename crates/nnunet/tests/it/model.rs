//! Folders of models, and what is said without libtorch.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::fs;
use std::path::{Path, PathBuf};

use ndarray::Array3;
use nnunet::{Error, Image, Model, Options};
use tempfile::TempDir;

const NAME: &str = "nnUNetTrainer__nnUNetResEncUNetPlans__3d_fullres";

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/nnunet")
}

/// A model folder with the fixture's first checkpoint in so many places.
fn model(folder: &Path, checkpoints: &[&str]) {
    fs::create_dir_all(folder).unwrap();
    for name in ["plans.json", "dataset.json"] {
        fs::copy(fixture().join(NAME).join(name), folder.join(name)).unwrap();
    }
    for place in checkpoints {
        let place = folder.join(place);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::copy(fixture().join(NAME).join("fold_0/checkpoint_final.pth"), place).unwrap();
    }
}

#[test]
fn a_model_is_found_in_its_folder_and_in_the_folder_around() {
    for folder in [fixture(), fixture().join(NAME)] {
        let model = Model::open(&folder).unwrap();
        assert_eq!((model.folds(), model.channels()), (2, 1));
        assert_eq!((model.configuration(), model.trainer()), ("3d_fullres", "nnUNetTrainer"));
    }
}

#[test]
fn all_folds_in_one_come_before_single_folds_and_final_before_best() {
    let folder = TempDir::new().unwrap();
    model(folder.path(), &["fold_1/checkpoint_best.pth", "fold_10/checkpoint_final.pth"]);
    assert_eq!(Model::open(folder.path()).unwrap().folds(), 2);
    model(folder.path(), &["fold_all/checkpoint_best.pth"]);
    assert_eq!(Model::open(folder.path()).unwrap().folds(), 1);
    fs::write(folder.path().join("fold_all/checkpoint_final.pth"), "damaged").unwrap();
    assert!(matches!(Model::open(folder.path()), Err(Error::Damaged(..))));
}

#[test]
fn of_several_models_the_one_in_full_resolution_is_taken() {
    let folder = TempDir::new().unwrap();
    let inner = |name: &str| model(&folder.path().join(name), &["fold_all/checkpoint_final.pth"]);
    inner("nnUNetTrainer__nnUNetPlans__2d");
    inner("nnUNetTrainer__nnUNetPlans__3d_fullres");
    Model::open(folder.path()).unwrap();
    inner("nnUNetTrainer__otherPlans__3d_fullres");
    assert_eq!(Model::open(folder.path()).unwrap_err(), Error::Ambiguous);
}

#[test]
fn a_folder_without_a_model_is_an_error() {
    let folder = TempDir::new().unwrap();
    let error = Model::open(folder.path()).unwrap_err();
    assert_eq!(error, Error::NoModel("plans.json"));
    assert!(matches!(Model::open(&folder.path().join("nowhere")), Err(Error::NoModel(_))));
    model(folder.path(), &[]);
    assert!(matches!(Model::open(folder.path()), Err(Error::NoModel(_))));
    model(folder.path(), &["fold_0/checkpoint_final.pth"]);
    fs::write(folder.path().join("plans.json"), "{").unwrap();
    assert!(matches!(Model::open(folder.path()), Err(Error::Damaged(..))));
}

fn image(values: Array3<f32>, spacing: [f64; 3]) -> Image {
    Image { channels: vec![values], spacing }
}

#[cfg(not(feature = "torch"))]
#[test]
fn without_libtorch_it_says_how_to_get_it() {
    let image = image(Array3::ones((20, 20, 20)), [1.0; 3]);
    let model = Model::open(&fixture()).unwrap();
    let error = model.predict(&image, &Options::default(), &mut |_, _| {}).unwrap_err();
    assert_eq!(error, Error::NoTorch);
    assert!(error.to_string().contains("tools/get-libtorch.sh"));
}

#[cfg(feature = "torch")]
#[test]
fn images_that_cannot_be_looked_at_are_errors() {
    use nnunet::Device;

    let model = Model::open(&fixture()).unwrap();
    let options = Options { threads: Some(1), ..Options::default() };
    let predict = |image: &Image, options: &Options| {
        model.predict(image, options, &mut |_, _| {}).map(|labels| labels.dim())
    };
    let good = Array3::from_shape_fn((20, 20, 20), |(z, y, x)| (z * y + x) as f32);
    let mut without_number = good.clone();
    without_number[[0, 0, 0]] = f32::NAN;
    let two = Image { channels: vec![good.clone(); 2], spacing: [1.0; 3] };
    for wrong in [
        image(Array3::zeros((0, 20, 20)), [1.0; 3]),
        image(without_number, [1.0; 3]),
        image(good.clone(), [0.0, 1.0, 1.0]),
        image(good.clone(), [1e-9; 3]),
        two,
    ] {
        assert!(matches!(predict(&wrong, &options), Err(Error::Image(_))));
    }
    let large = image(good.clone(), [1000.0; 3]);
    assert!(matches!(predict(&large, &options), Err(Error::TooLarge(_))));
    let good = image(good, [1.0; 3]);
    let step = Options { step: 0.0, ..options.clone() };
    assert!(matches!(predict(&good, &step), Err(Error::Options(_))));
    let gpu = Options { device: Device::Gpu(999), ..options.clone() };
    assert_eq!(predict(&good, &gpu), Err(Error::NoGpu(999)));
    let fast = Options { mirror: false, bf16: true, ..options };
    assert_eq!(predict(&good, &fast), Ok((20, 20, 20)));
    let zeros = image(Array3::zeros((20, 20, 20)), [1.0; 3]);
    assert_eq!(predict(&zeros, &fast), Ok((20, 20, 20)));
}
