//! Plans that are followed, and plans that are not.

use std::path::Path;

use serde_json::{Value, json};

use super::*;
use crate::labels::{Dataset, Labels};

fn fixture(name: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/nnunet");
    let folder = folder.join("nnUNetTrainer__nnUNetResEncUNetPlans__3d_fullres");
    crate::json::read(&folder.join(name), File::Plans).unwrap()
}

fn read(plans: &Value) -> Result<Plans, Error> {
    Plans::read(plans, "3d_fullres", 1)
}

/// The plans with one of the settings of the configuration that all inherit from changed.
fn changed(place: &str, value: Value) -> Result<Plans, Error> {
    let mut plans = fixture("plans.json");
    let larger = plans.pointer_mut("/configurations/larger").unwrap();
    match larger.pointer_mut(place) {
        Some(setting) => *setting = value,
        None => {
            let (parent, name) = place.rsplit_once('/').unwrap();
            larger.pointer_mut(parent).unwrap()[name] = value;
        }
    }
    read(&plans)
}

#[test]
fn a_configuration_inherits_what_it_does_not_say() {
    let plans = read(&fixture("plans.json")).unwrap();
    assert_eq!(plans.patch, [20, 24, 20]);
    assert_eq!(plans.spacing, [1.5, 1.25, 1.25]);
    assert_eq!(plans.transpose, [1, 0, 2]);
    assert_eq!(plans.architecture.decoder, [1, 1]);
    assert_eq!(plans.architecture.stages[0].kernel, [1, 3, 3]);
    let normalization = Normalization { scheme: Scheme::ZScore, masked: false };
    assert_eq!(plans.normalization, [normalization]);
}

#[test]
fn inheriting_in_a_circle_is_an_error() {
    let mut plans = fixture("plans.json");
    plans["configurations"]["larger"]["inherits_from"] = json!("3d_fullres");
    assert_eq!(read(&plans), Err(Error::Setting(File::Plans, "inherits_from")));
    plans["configurations"]["larger"]["inherits_from"] = json!("nothing");
    assert_eq!(read(&plans), Err(Error::Setting(File::Plans, "inherits_from")));
}

#[test]
fn older_plans_name_the_same_network() {
    let mut plans = fixture("plans.json");
    let new = read(&plans).unwrap().architecture;
    let larger = plans["configurations"]["larger"].as_object_mut().unwrap();
    larger.remove("architecture");
    let old = json!({
        "UNet_class_name": "ResidualEncoderUNet",
        "UNet_base_num_features": 4,
        "unet_max_num_features": 6,
        "n_conv_per_stage_encoder": [1, 1, 2],
        "n_conv_per_stage_decoder": [1, 1],
        "conv_kernel_sizes": [[1, 3, 3], [3, 3, 3], [3, 3, 3]],
        "pool_op_kernel_sizes": [[1, 1, 1], [2, 2, 2], [1, 2, 2]],
    });
    larger.extend(old.as_object().unwrap().clone());
    let mut old = read(&plans).unwrap().architecture;
    assert_eq!(old.stages[2].features, 6);
    old.stages[2].features = 8;
    assert_eq!(old, new);
}

#[test]
fn what_is_not_supported_is_refused_by_name() {
    let network = "/architecture/arch_kwargs";
    let cases = [
        ("/preprocessor_name".into(), json!("OtherPreprocessor"), "preprocessor_name"),
        ("/previous_stage".into(), json!("3d_lowres"), "previous_stage"),
        ("/normalization_schemes".into(), json!(["OtherNormalization"]), "normalization_schemes"),
        ("/resampling_fn_data".into(), json!("resample_torch_fornnunet"), "resampling_fn_data"),
        ("/resampling_fn_probabilities_kwargs/order".into(), json!(3), "order"),
        ("/resampling_fn_data_kwargs/order_z".into(), json!(1), "order_z"),
        ("/resampling_fn_data_kwargs/mode".into(), json!("wrap"), "argument of resampling"),
        ("/architecture/network_class_name".into(), json!("some.where.Primus"), "network"),
        (format!("{network}/block"), json!("blocks.BottleneckD"), "block"),
        (format!("{network}/nonlin"), json!("torch.nn.ReLU"), "nonlin"),
        (format!("{network}/nonlin_kwargs/negative_slope"), json!(0.2), "negative_slope"),
        (format!("{network}/norm_op"), json!("torch.nn.BatchNorm3d"), "norm_op"),
        (format!("{network}/norm_op_kwargs/affine"), json!(false), "affine"),
        (format!("{network}/conv_op"), json!("torch.nn.modules.conv.Conv2d"), "conv_op"),
        (format!("{network}/squeeze_excitation"), json!(true), "argument of the network"),
        (format!("{network}/kernel_sizes"), json!(4), "kernel_sizes"),
        (format!("{network}/strides"), json!(2), "strides"),
    ];
    for (place, value, name) in cases {
        match changed(&place, value) {
            Err(Error::Unsupported { setting, .. }) => assert_eq!(setting, name),
            other => panic!("{place}: {other:?}"),
        }
    }
}

#[test]
fn settings_without_sense_or_end_are_errors() {
    let network = "/architecture/arch_kwargs";
    let cases = [
        ("/spacing".into(), json!([1.5, 0.0, 1.25])),
        ("/spacing".into(), json!([1.5, -1.0, 1.25])),
        ("/spacing".into(), json!([1.5, 1.25])),
        ("/use_mask_for_norm".into(), json!([])),
        ("/resampling_fn_data_kwargs".into(), json!(null)),
        (format!("{network}/strides"), json!([[1, 1, 1], [0, 2, 2], [2, 2, 2]])),
        (format!("{network}/strides"), json!([[1, 1, 1], [2, 2, 2]])),
        (format!("{network}/strides"), json!([[1, 1, 1], [2, 2, 2], [16, 1, 1]])),
        (format!("{network}/features_per_stage"), json!([4, 0, 8])),
        (format!("{network}/features_per_stage"), json!(1_000_000_000_000_u64)),
        (format!("{network}/n_stages"), json!(1)),
        (format!("{network}/n_stages"), json!(u64::MAX)),
        (format!("{network}/n_blocks_per_stage"), json!(1e9)),
        (format!("{network}/n_conv_per_stage_decoder"), json!([0, 1])),
        (
            format!("{network}/kernel_sizes"),
            json!([[1, 3, 3], [3, 3, 3], [3, 3, 4_294_967_297_u64]]),
        ),
    ];
    for (place, value) in cases {
        assert!(changed(&place, value).is_err(), "{place}");
    }
    let patch = |size: Value| {
        let mut plans = fixture("plans.json");
        plans["configurations"]["3d_fullres"]["patch_size"] = size;
        read(&plans)
    };
    assert!(patch(json!([20, 24, 20])).is_ok());
    let mut wide = fixture("plans.json");
    wide["configurations"]["3d_fullres"]["patch_size"] = json!([256, 256, 256]);
    assert!(read(&wide).is_ok());
    let network = wide.pointer_mut("/configurations/larger/architecture/arch_kwargs").unwrap();
    network["features_per_stage"] = json!([4096, 4, 4]);
    assert!(read(&wide).is_err());
    for size in [
        json!([20, 0, 20]),
        json!([20, 20]),
        json!([20, 24, 21]),
        json!([4096, 4096, 4096]),
        json!([20, 24, u64::MAX]),
    ] {
        assert!(patch(size.clone()).is_err(), "{size}");
    }
}

#[test]
fn the_order_of_axes_must_be_one() {
    let transposed = |forward: Value, backward: Value| {
        let mut plans = fixture("plans.json");
        plans["transpose_forward"] = forward;
        plans["transpose_backward"] = backward;
        read(&plans)
    };
    assert!(transposed(json!([1, 2, 0]), json!([2, 0, 1])).is_ok());
    for (forward, backward) in [
        (json!([1, 2, 0]), json!([1, 2, 0])),
        (json!([0, 0, 1]), json!([0, 0, 1])),
        (json!([0, 1, 3]), json!([0, 1, 3])),
        (json!([0, 1]), json!([0, 1])),
    ] {
        assert!(transposed(forward, backward).is_err());
    }
}

#[test]
fn heads_are_labels_or_regions() {
    let dataset = |labels: Value, order: Value| {
        let mut dataset = fixture("dataset.json");
        dataset["labels"] = labels;
        dataset["regions_class_order"] = order;
        Dataset::read(&dataset).map(|dataset| dataset.labels)
    };
    let labels = dataset(json!({"background": 0, "a": 1, "b": [2], "ignore": 3}), json!(null));
    assert_eq!(labels, Ok(Labels::Greatest(3)));
    let regions =
        json!({"background": 0, "whole": [1, 2, 3], "core": [2, 3], "x": [3], "ignore": 4});
    assert_eq!(dataset(regions.clone(), json!([1, 2, 3])), Ok(Labels::Regions(vec![1, 2, 3])));
    assert!(dataset(regions.clone(), json!([1, 2])).is_err());
    assert!(dataset(regions, json!(null)).is_err());
    for wrong in [
        json!({"a": 1}),
        json!({"background": 1, "a": 0}),
        json!({"background": 0, "a": 2}),
        json!({"background": 0, "a": 255}),
        json!({"background": 0, "a": -1}),
        json!([0, 1]),
    ] {
        assert!(dataset(wrong.clone(), json!(null)).is_err(), "{wrong}");
    }
}
