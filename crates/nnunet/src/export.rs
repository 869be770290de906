//! From the network's outputs to labels in the image's own voxels
//! (nnunetv2/inference/export_prediction.py).

use half::f16;
use half::slice::HalfFloatSliceExt;
use ndarray::parallel::prelude::*;
use ndarray::{Array3, ArrayView4, ArrayViewMut2, Axis};

use crate::labels::Labels;
use crate::plans::Plans;
use crate::preprocess::{Crop, transposed};
use crate::resample::{Linear, Scratch, slice_axis};

/// The labels of an image of this shape and spacing; 0 outside of what was looked at.
///
/// The outputs are resampled and compared row by row: no more than them need memory.
pub(crate) fn export(
    logits: ArrayView4<f16>,
    crop: &Crop,
    [nz, ny, nx]: [usize; 3],
    spacing: [f64; 3],
    plans: &Plans,
    labels: &Labels,
) -> Array3<u8> {
    let spacing = transposed(spacing, plans.transpose);
    let shape = transposed(crop.shape(), plans.transpose);
    let across = slice_axis(plans.separate_logits, plans.spacing, spacing);
    let (_, z, y, x) = logits.dim();
    let linear = Linear::new([z, y, x], shape, across);
    let mut segmentation = Array3::zeros((nz, ny, nx));
    let mut part = crop.of_mut(&mut segmentation).permuted_axes(plans.transpose);
    part.axis_iter_mut(Axis(0)).into_par_iter().enumerate().for_each(|(z, plane)| {
        label(plane, z, logits, &linear, labels);
    });
    segmentation
}

/// Labels the plane at `z` of the crop, along the axes of the plans.
fn label(
    mut plane: ArrayViewMut2<u8>,
    z: usize,
    logits: ArrayView4<f16>,
    linear: &Linear,
    labels: &Labels,
) {
    let width = plane.ncols();
    let mut scratch = Scratch::default();
    let mut half = vec![f16::ZERO; width];
    let mut logit = vec![0.0; width];
    let mut best = vec![0.0; width];
    for (y, mut row) in plane.outer_iter_mut().enumerate() {
        for (head, volume) in logits.outer_iter().enumerate() {
            linear.row(volume, [z, y], &mut scratch, &mut half);
            half.convert_to_f32_slice(&mut logit);
            match labels {
                Labels::Greatest(_) => greatest(head, row.view_mut(), &logit, &mut best),
                Labels::Regions(values) => {
                    let value = values.get(head).copied().unwrap_or_default();
                    for (label, logit) in row.iter_mut().zip(&logit) {
                        if 1.0 / (1.0 + (-logit).exp()) > 0.5 {
                            *label = value;
                        }
                    }
                }
            }
        }
    }
}

/// Of equal outputs, the first stays.
fn greatest(head: usize, row: ndarray::ArrayViewMut1<u8>, logits: &[f32], best: &mut [f32]) {
    let number = u8::try_from(head).unwrap_or(u8::MAX);
    for ((label, &logit), best) in row.into_iter().zip(logits).zip(best) {
        if head == 0 || logit > *best {
            (*label, *best) = (number, logit);
        }
    }
}
