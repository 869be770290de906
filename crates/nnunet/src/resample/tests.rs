//! Against what nnU-Net's resample_data_or_seg_to_shape computes.

use half::f16;
use ndarray::Array3;

use super::*;

const VALUES: [f32; 12] = [3.0, -1.0, 4.0, 1.0, 5.0, 9.0, -2.0, 6.0, 5.0, 3.0, 5.0, 8.0];

/// The rows above, and twice as much in reverse order of rows.
fn volume() -> Array3<f32> {
    let [a, b, c] = VALUES.as_chunks::<4>().0 else { unreachable!() };
    let double = |row: &[f32; 4]| row.map(|value| 2.0 * value);
    let rows = [*a, *b, *c, double(c), double(b), double(a)].concat();
    Array3::from_shape_vec((2, 3, 4), rows).unwrap()
}

const TO: [usize; 3] = [3, 4, 3];

#[test]
fn cubic_splines_are_those_of_scipy() {
    let expected = [
        1.4662282, 0.8594562, 0.37862602, 4.2640424, 2.1150634, 2.473494, 5.6415896, 3.3075058,
        5.930166, 4.589825, 3.5633278, 8.216652, 5.5564857, 4.1437225, 8.577188, 8.331243,
        4.6496673, 7.5323057, 7.7721405, 4.165693, 6.129352, 4.288717, 3.0463068, 5.395981,
        9.646743, 7.427989, 16.77575, 12.398443, 7.184271, 12.591117, 9.902692, 5.0238795,
        6.328539, 3.9876082, 2.529286, 2.5753098,
    ];
    assert_eq!(cubic(volume().view(), TO, None).iter().copied().collect::<Vec<f32>>(), expected);
}

#[test]
fn slices_are_resampled_alone_and_the_nearest_is_taken() {
    let expected = [
        2.0139651, 1.2992607, 1.4765166, 4.808692, 2.4544787, 3.1509326, 5.926897, 3.422428,
        5.956839, 4.549503, 3.4940922, 7.838929, 9.099006, 6.9881845, 15.677858, 11.853794,
        6.844856, 11.913678, 9.617384, 4.9089575, 6.301865, 4.0279303, 2.5985215, 2.9530332,
        9.099006, 6.9881845, 15.677858, 11.853794, 6.844856, 11.913678, 9.617384, 4.9089575,
        6.301865, 4.0279303, 2.5985215, 2.9530332,
    ];
    assert_eq!(cubic(volume().view(), TO, Some(0)).iter().copied().collect::<Vec<f32>>(), expected);
}

#[test]
fn slices_may_lie_along_any_axis() {
    for order in [[1, 0, 2], [1, 2, 0]] {
        let turned = volume().permuted_axes(order);
        let to = order.map(|axis| TO[axis]);
        let across = order.iter().position(|axis| *axis == 0);
        let expected = cubic(volume().view(), TO, Some(0)).permuted_axes(order);
        assert_eq!(cubic(turned.view(), to, across), expected);
    }
}

#[test]
fn an_image_of_the_right_shape_stays_as_it_is() {
    assert_eq!(cubic(volume().view(), [2, 3, 4], None), volume());
    assert_eq!(linear([2, 3, 4], None), volume().iter().copied().collect::<Vec<f32>>());
}

fn linear(to: [usize; 3], across: Option<usize>) -> Vec<f32> {
    let halves = volume().mapv(f16::from_f32);
    let linear = Linear::new([2, 3, 4], to, across);
    let mut scratch = Scratch::default();
    let mut row = vec![f16::ZERO; to[2]];
    let places = (0..to[0]).flat_map(|z| (0..to[1]).map(move |y| [z, y]));
    let mut resampled = Vec::new();
    for place in places {
        linear.row(halves.view(), place, &mut scratch, &mut row);
        resampled.extend(row.iter().map(|value| value.to_f32()));
    }
    resampled
}

#[test]
fn linear_interpolation_is_that_of_scipy() {
    let expected = [
        2.3339844, 1.5, 1.5, 4.4179688, 2.75, 3.4785156, 5.2929688, 3.6875, 5.7304688, 4.6679688,
        4.0, 7.5, 5.8320312, 4.75, 8.25, 7.5, 5.0625, 7.46875, 7.0625, 4.59375, 6.34375, 4.6679688,
        3.5, 5.25, 9.3359375, 8.0, 15.0, 10.5859375, 7.375, 11.4609375, 8.8359375, 5.5, 6.9570312,
        4.6679688, 3.0, 3.0,
    ];
    assert_eq!(linear(TO, None), expected);
}

#[test]
fn linear_interpolation_within_slices_is_that_of_scipy() {
    let expected = [
        2.3339844, 1.5, 1.5, 4.4179688, 2.75, 3.4785156, 5.2929688, 3.6875, 5.7304688, 4.6679688,
        4.0, 7.5, 9.3359375, 8.0, 15.0, 10.5859375, 7.375, 11.4609375, 8.8359375, 5.5, 6.9570312,
        4.6679688, 3.0, 3.0, 9.3359375, 8.0, 15.0, 10.5859375, 7.375, 11.4609375, 8.8359375, 5.5,
        6.9570312, 4.6679688, 3.0, 3.0,
    ];
    assert_eq!(linear(TO, Some(0)), expected);
}

#[test]
fn halves_of_voxels_are_rounded_to_the_even_number() {
    assert_eq!(new_shape([5, 3, 7], [1.0, 1.0, 1.5], [2.0, 2.0, 1.0]), Some([2, 2, 10]));
}

#[test]
fn shapes_of_nothing_and_without_end_are_refused() {
    assert_eq!(new_shape([5, 3, 7], [0.1; 3], [2.0; 3]), None);
    assert_eq!(new_shape([5, 3, 7], [1.0; 3], [1e-300; 3]), None);
    assert_eq!(new_shape([5, 3, 7], [f64::MAX; 3], [f64::MIN_POSITIVE; 3]), None);
}

#[test]
fn slices_are_those_along_the_one_axis_of_more_than_three_times_the_spacing() {
    let near = [1.0, 1.0, 1.0];
    assert_eq!(slice_axis(None, [3.0, 1.0, 1.0], near), None);
    assert_eq!(slice_axis(None, [3.1, 1.0, 1.0], near), Some(0));
    assert_eq!(slice_axis(None, near, [1.0, 0.9, 3.1]), Some(2));
    assert_eq!(slice_axis(None, [4.0, 4.0, 1.0], near), None);
    // What the image is like comes first.
    assert_eq!(slice_axis(None, [4.0, 1.0, 1.0], [1.0, 4.0, 1.0]), Some(0));
    assert_eq!(slice_axis(Some(false), [9.0, 1.0, 1.0], near), None);
    assert_eq!(slice_axis(Some(true), [1.1, 1.0, 1.0], near), Some(0));
    assert_eq!(slice_axis(Some(true), near, near), None);
}
