//! The sliding window (nnunetv2/inference/sliding_window_prediction.py and
//! predict_from_raw_data.py): the network sees one patch after the other; where patches overlap,
//! results are averaged, those from the middle of a patch with more weight.

mod gaussian;
mod steps;

use half::f16;
use half::slice::HalfFloatSliceExt;
use ndarray::{Array3, Array4, ArrayView4, ArrayViewMut3, Axis, Slice, Zip};

use crate::error::Error;
use gaussian::gaussian;
pub(crate) use steps::Steps;

/// What a network says about a patch: from [channels, z, y, x] to [heads, z, y, x].
pub(crate) type Forward<'a> = dyn FnMut(&[f32]) -> Result<Vec<f32>, Error> + 'a;

/// The network's outputs for all of an image, [heads, z, y, x] in half precision, in which
/// nnU-Net adds them up.
///
/// # Errors
/// What `forward` fails with, and [`Error::NotFinite`].
pub(crate) fn slide(
    data: ArrayView4<f32>,
    heads: usize,
    steps: &Steps,
    forward: &mut Forward,
) -> Result<Array4<f16>, Error> {
    let [z, y, x] = steps.padded;
    let weights: Vec<f32> = gaussian(steps.patch).into_iter().map(f16::to_f32).collect();
    let mut sums = Array4::from_elem((heads, z, y, x), f16::ZERO);
    let mut counts = Array3::from_elem((z, y, x), f16::ZERO);
    for start in steps.starts() {
        let mut outputs = forward(&cut(data, steps, start))?;
        let heads = outputs.chunks_exact_mut(weights.len());
        for (sums, outputs) in sums.outer_iter_mut().zip(heads) {
            for (output, weight) in outputs.iter_mut().zip(&weights) {
                *output *= weight;
            }
            add(sums, start, steps.patch, outputs);
        }
        add(counts.view_mut(), start, steps.patch, &weights);
    }
    divide(&mut sums, &counts);
    if sums.iter().any(|logit| !logit.is_finite()) {
        return Err(Error::NotFinite);
    }
    for (axis, inside) in [Axis(1), Axis(2), Axis(3)].into_iter().zip(steps.inside()) {
        sums.slice_axis_inplace(axis, Slice::from(inside));
    }
    Ok(sums)
}

/// A patch of the image with zeros around it.
fn cut(data: ArrayView4<f32>, steps: &Steps, start: [usize; 3]) -> Vec<f32> {
    let [z, y, x] = steps.patch;
    let mut patch = Array4::zeros((data.dim().0, z, y, x));
    let (mut to, mut from) = (patch.view_mut(), data);
    let axes = [Axis(1), Axis(2), Axis(3)].into_iter().zip(steps.inside());
    for ((axis, inside), (start, len)) in axes.zip(start.into_iter().zip(steps.patch)) {
        let (first, end) = (start.max(inside.start), (start + len).min(inside.end));
        to.slice_axis_inplace(axis, Slice::from(first - start..end - start));
        from.slice_axis_inplace(axis, Slice::from(first - inside.start..end - inside.start));
    }
    to.assign(&from);
    patch.into_raw_vec_and_offset().0
}

/// Adds a patch to a volume; what is added in single precision is kept in half.
fn add(mut volume: ArrayViewMut3<f16>, start: [usize; 3], patch: [usize; 3], values: &[f32]) {
    for ((axis, start), len) in [Axis(0), Axis(1), Axis(2)].into_iter().zip(start).zip(patch) {
        volume.slice_axis_inplace(axis, Slice::from(start..start + len));
    }
    let [_, _, width] = patch;
    let mut single = vec![0.0; width];
    for (row, values) in volume.rows_mut().into_iter().zip(values.chunks_exact(width)) {
        let Some(row) = row.into_slice() else { continue };
        row.convert_to_f32_slice(&mut single);
        for (sum, value) in single.iter_mut().zip(values) {
            *sum += value;
        }
        row.convert_from_f32_slice(&single);
    }
}

fn divide(sums: &mut Array4<f16>, counts: &Array3<f16>) {
    for mut head in sums.outer_iter_mut() {
        Zip::from(&mut head).and(counts).par_for_each(|sum, &count| {
            *sum = f16::from_f32(sum.to_f32() / count.to_f32());
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp(shape: [usize; 4]) -> Array4<f32> {
        let mut n = 0.0;
        Array4::from_shape_simple_fn(shape, || {
            n += 1.0;
            n
        })
    }

    #[test]
    fn patches_come_in_order_and_as_they_lie_in_the_image() {
        let data = ramp([2, 5, 4, 6]);
        let steps = Steps::new([5, 4, 6], [3, 4, 4], 0.7).unwrap();
        let mut seen = Vec::new();
        slide(data.view(), 1, &steps, &mut |patch| {
            seen.push((patch.len(), patch[0], patch[3 * 4 * 4]));
            Ok(vec![0.0; 3 * 4 * 4])
        })
        .unwrap();
        let corner = |z, y, x| (96, data[[0, z, y, x]], data[[1, z, y, x]]);
        assert_eq!(seen, [corner(0, 0, 0), corner(0, 0, 2), corner(2, 0, 0), corner(2, 0, 2)]);
    }

    #[test]
    fn an_image_smaller_than_the_patch_lies_in_the_middle_of_zeros() {
        let data = Array4::from_elem((1, 2, 3, 4), 1.0);
        let steps = Steps::new([2, 3, 4], [3, 6, 4], 0.7).unwrap();
        let mut seen = Vec::new();
        let logits = slide(data.view(), 1, &steps, &mut |patch| {
            seen = patch.to_vec();
            Ok(patch.to_vec())
        });
        let seen = Array3::from_shape_vec((3, 6, 4), seen).unwrap();
        // One voxel too few goes to the far side.
        let middle = seen.slice_axis(Axis(0), (0..2).into());
        assert_eq!(middle.slice_axis(Axis(1), (1..4).into()).sum(), 24.0);
        assert_eq!(seen.sum(), 24.0);
        assert_eq!(logits.unwrap().mapv(f16::to_f32), data);
    }

    #[test]
    fn overlapping_results_are_averaged() {
        let data = Array4::zeros((1, 8, 8, 12));
        let steps = Steps::new([8, 8, 12], [8, 8, 8], 0.5).unwrap();
        let mut value = 0.0;
        let logits = slide(data.view(), 2, &steps, &mut |_| {
            value += 1.0;
            Ok([vec![value; 512], vec![-value; 512]].concat())
        });
        let logits = logits.unwrap();
        let middle = |x| logits[[0, 4, 4, x]].to_f32();
        assert_eq!((middle(0), middle(11)), (1.0, 2.0));
        assert!(middle(4) < middle(6) && middle(6) < middle(8));
        assert!(logits.iter().all(|logit| (1.0..=2.0).contains(&logit.to_f32().abs())));
    }

    #[test]
    fn results_beyond_half_precision_are_an_error() {
        let data = Array4::zeros((1, 4, 4, 4));
        let steps = Steps::new([4; 3], [4; 3], 0.5).unwrap();
        for value in [1e9, f32::NAN] {
            let logits = slide(data.view(), 1, &steps, &mut |_| Ok(vec![value; 64]));
            assert_eq!(logits, Err(Error::NotFinite));
        }
    }
}
