//! What nnU-Net itself computed on the way to a segmentation, step by step, where that is at hand
//! (`../shared/golden/nnunet`): no libtorch is needed for these.

use std::io::Read;
use std::path::{Path, PathBuf};

use half::f16;
use ndarray::{Array4, Ix4};

use crate::export::export;
use crate::preprocess::prepare;
use crate::{Image, Model};

#[path = "../tests/nifti/mod.rs"]
mod nifti;
use nifti::Nifti;

const MODELS: [&str; 4] = ["plain", "resenc", "oldplans", "zscore"];

fn golden() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/golden/nnunet");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: there is no ../shared/golden/nnunet beside the repository");
    None
}

fn image(golden: &Path) -> Image {
    let nifti = Nifti::read(&golden.join("in/case_0000.nii.gz"));
    Image { channels: vec![nifti.values], spacing: nifti.spacing }
}

/// An array of single precision out of a file of numpy's.
fn array(path: &Path, name: &str) -> Array4<f32> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut bytes = Vec::new();
    zip.by_name(&format!("{name}.npy")).unwrap().read_to_end(&mut bytes).unwrap();
    let start = 10 + usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
    let header = std::str::from_utf8(&bytes[10..start]).unwrap();
    assert!(header.contains("'<f4'") && header.contains("'fortran_order': False"), "{header}");
    let shape = header.split(['(', ')']).nth(1).unwrap();
    let shape: Vec<usize> = shape.split(',').map(|n| n.trim().parse().unwrap()).collect();
    let values = bytes[start..].as_chunks().0.iter().map(|&v| f32::from_le_bytes(v)).collect();
    let array = ndarray::ArrayD::from_shape_vec(shape, values).unwrap();
    array.into_dimensionality::<Ix4>().unwrap()
}

#[test]
fn images_are_prepared_as_nnunet_prepares_them() {
    let Some(golden) = golden() else { return };
    let image = image(&golden);
    for name in MODELS {
        let model = Model::open(&golden.join(name)).unwrap();
        let prepared = prepare(&image, &model.plans, 3).unwrap();
        let reference = array(&golden.join(format!("ref_{name}.npz")), "data");
        assert_eq!(prepared.data.dim(), reference.dim(), "{name}");
        let differ = prepared.data.iter().zip(&reference).filter(|(a, b)| a != b).count();
        assert_eq!(differ, 0, "{name}: of {}", reference.len());
    }
}

#[test]
fn outputs_of_the_network_become_the_labels_that_nnunet_writes() {
    let Some(golden) = golden() else { return };
    let image = image(&golden);
    for name in MODELS {
        let model = Model::open(&golden.join(name)).unwrap();
        let labels = &model.dataset.labels;
        let crop = prepare(&image, &model.plans, labels.heads()).unwrap().crop;
        let logits = array(&golden.join(format!("ref_{name}.npz")), "logits");
        let logits = logits.mapv(f16::from_f32);
        let shape = image.channels[0].dim().into();
        let spacing = image.spacing;
        let found = export(logits.view(), &crop, shape, spacing, &model.plans, labels);
        let expected = Nifti::read(&golden.join(format!("out_{name}/case.nii.gz"))).values;
        let expected = expected.mapv(|value| value as u8);
        let differ = found.iter().zip(&expected).filter(|(a, b)| a != b).count();
        assert_eq!(differ, 0, "{name}: of {}", found.len());
        assert!(expected.iter().any(|label| *label > 0));
    }
}
