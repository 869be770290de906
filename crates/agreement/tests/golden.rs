//! The numbers of the reference implementation, with its own inputs.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::{fs::File, path::Path};

use agreement::limits;
use agreement::{Case, foreground, numbers, on_grid, region_of_interest};
use dicom_common::imaging::nifti::Nifti;
use limit::{Bound, Limit};
use ndarray::{Array3, ShapeBuilder};
use serde_json::Value;

fn values(nifti: &Nifti) -> Array3<f32> {
    Array3::from_shape_fn(nifti.shape(), |(i, j, k)| nifti.value([i, j, k]))
}

fn read(folder: &Path, case: &str, part: &str) -> Nifti {
    Nifti::read(File::open(folder.join(format!("{case}_{part}.nii.gz"))).unwrap()).unwrap()
}

fn number(value: &Value) -> f64 {
    match value.as_str() {
        Some("inf") => f64::INFINITY,
        _ => value.as_f64().unwrap(),
    }
}

/// The same case with its first index running fastest in memory, as in a NIfTI file.
fn turned<T: Clone + Default>(array: &Array3<T>) -> Array3<T> {
    let mut turned = Array3::default(array.raw_dim().f());
    turned.assign(array);
    turned
}

/// The worst of the values that pass a limit, and the best of those that do not.
fn sides(limit: &Limit, values: &[f64]) -> [Option<f64>; 2] {
    let (mut right, mut wrong): (Vec<f64>, Vec<f64>) =
        values.iter().partition(|value| limit.passes(**value));
    right.sort_by(f64::total_cmp);
    wrong.sort_by(f64::total_cmp);
    match limit.bound {
        Bound::AtLeast | Bound::Above => [right.first().copied(), wrong.last().copied()],
        Bound::AtMost | Bound::Below => [right.last().copied(), wrong.first().copied()],
    }
}

fn stated(limit: &Limit) -> [Option<f64>; 2] {
    let evidence = limit.evidence.first().unwrap();
    [evidence.right, evidence.wrong]
}

#[test]
fn the_evidence_of_each_limit_is_what_the_reference_measured() {
    let Some(shared) = testkit::reference::folder(env!("CARGO_MANIFEST_DIR")) else { return };
    let expected = std::fs::read(shared.join("face-metrics/expected.json")).unwrap();
    let expected: Vec<Value> = serde_json::from_slice(&expected).unwrap();
    let fields = ["surface_dsc", "hd95_mm", "ssim", "psnr_db"];
    for (limit, field) in limits::ALL.iter().zip(fields) {
        let values: Vec<f64> = expected.iter().map(|case| number(&case[field])).collect();
        for (measured, stated) in sides(limit, &values).into_iter().zip(stated(limit)) {
            let (measured, stated) = (measured.unwrap(), stated.unwrap());
            // To three digits.
            let same = measured == stated || (measured - stated).abs() <= 0.002 * stated.abs();
            assert!(same, "{}: {measured} is not {stated}", limit.name);
        }
    }
}

#[test]
fn numbers_are_those_of_the_reference() {
    let Some(shared) = testkit::reference::folder(env!("CARGO_MANIFEST_DIR")) else { return };
    let folder = shared.join("face-metrics");
    let expected = std::fs::read(folder.join("expected.json")).unwrap();
    let expected: Vec<Value> = serde_json::from_slice(&expected).unwrap();
    assert!(!expected.is_empty());
    for expected in expected {
        let name = expected["name"].as_str().unwrap();
        let file = |part| read(&folder, name, part);
        let mask = |part| values(&file(part)).mapv(|value| value > 0.5);
        let (raw, defaced) = (file("raw"), file("defaced"));
        let (grid, shape) = (defaced.affine(), defaced.shape());
        let (raw, defaced) = (values(&raw), values(&defaced));
        let keep = on_grid(mask("keep_mask"), &file("keep_mask").affine(), shape, &grid).unwrap();
        let (anatomy, predicted) = (mask("foreground"), mask("predicted_removed"));
        let spacing = [0, 1, 2].map(|axis| number(&expected["spacing_mm"][axis]));
        let case = Case {
            raw: &raw,
            defaced: &defaced,
            keep: keep.view(),
            foreground: anatomy.view(),
            predicted: predicted.view(),
            spacing,
        };
        let found = numbers(&case).unwrap();
        let fields = [
            ("surface_dsc", found.surface_dice, 1e-9),
            ("hd95_mm", found.hd95, 1e-9),
            ("ssim", found.ssim, 1e-9),
            ("psnr_db", found.psnr, 1e-9),
            ("dice", f64::from(found.dice), 1e-9),
            ("roi_voxels", region_of_interest(&case).unwrap() as f64, 0.0),
            ("pred_voxels", found.predicted_voxels as f64, 0.0),
            ("tool_voxels", found.removed_voxels as f64, 0.0),
        ];
        for (field, found, tolerance) in fields {
            let expected = number(&expected[field]);
            let same = found == expected || (found - expected).abs() <= tolerance;
            assert!(same, "{name} {field}: {found} is not {expected}");
        }
        assert_eq!(expected["pass"], found.verdicts().pass(), "{name}");
        let fallback = foreground(&defaced).iter().filter(|inside| **inside).count();
        assert_eq!(expected["fallback_foreground_voxels"], fallback, "{name}");

        let (raw, defaced) = (turned(&raw), turned(&defaced));
        let (keep, anatomy, predicted) = (turned(&keep), turned(&anatomy), turned(&predicted));
        let turned = Case {
            raw: &raw,
            defaced: &defaced,
            keep: keep.view(),
            foreground: anatomy.view(),
            predicted: predicted.view(),
            spacing,
        };
        assert_eq!(numbers(&turned).unwrap(), found, "{name}: order in memory");
        assert_eq!(foreground(turned.defaced), foreground(case.defaced), "{name}");
    }
}
