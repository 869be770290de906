//! Interpolation by cubic splines, in double precision, within the range of the original values.

use ndarray::parallel::prelude::*;
use ndarray::{Array2, Array3, ArrayView2, ArrayView3, Axis, Zip};

use super::{nearest, place};

/// Edge voxels repeated on both sides before the spline is fitted (scipy's npad).
const PADDING: usize = 12;

/// Resamples a volume to a shape; with `across`, slice by slice across that axis.
pub(crate) fn cubic(
    volume: ArrayView3<f32>,
    shape: [usize; 3],
    across: Option<usize>,
) -> Array3<f32> {
    if volume.shape() == shape {
        return volume.to_owned();
    }
    match across {
        Some(axis) => slices(volume, shape, axis),
        None => whole(volume, shape),
    }
}

fn whole(volume: ArrayView3<f32>, [nz, ny, nx]: [usize; 3]) -> Array3<f32> {
    let range = Range::of(volume.iter().copied());
    let old = volume.dim().0;
    let mut planes = Array3::<f64>::zeros((old, ny, nx));
    Zip::from(planes.outer_iter_mut()).and(volume.outer_iter()).par_for_each(|mut to, from| {
        to.assign(&plane(from, [ny, nx]));
    });
    let mut new = Array3::zeros((nz, ny, nx));
    Zip::from(new.axis_iter_mut(Axis(1))).and(planes.axis_iter(Axis(1))).par_for_each(
        |mut to, from| {
            let rows = if old == nz { from.to_owned() } else { stretch(from.to_owned(), nz) };
            to.zip_mut_with(&rows, |to, &from| *to = range.clamp(from));
        },
    );
    new
}

fn slices(volume: ArrayView3<f32>, shape: [usize; 3], axis: usize) -> Array3<f32> {
    // The axis across the slices comes first, the others keep their order.
    let order = match axis {
        0 => [0, 1, 2],
        1 => [1, 0, 2],
        _ => [2, 0, 1],
    };
    let volume = volume.permuted_axes(order);
    let mut new = Array3::zeros(shape);
    let mut turned = new.view_mut().permuted_axes(order);
    let (count, height, width) = turned.dim();
    let old = volume.dim().0;
    let mut resampled = Array3::<f32>::zeros((old, height, width));
    Zip::from(resampled.outer_iter_mut()).and(volume.outer_iter()).par_for_each(|mut to, from| {
        let range = Range::of(from.iter().copied());
        let plane = plane(from, [height, width]);
        to.zip_mut_with(&plane, |to, &from| *to = range.clamp(from));
    });
    turned.axis_iter_mut(Axis(0)).into_par_iter().enumerate().for_each(|(k, mut to)| {
        to.assign(&resampled.index_axis(Axis(0), nearest(k, old, count)));
    });
    new
}

/// The values that a volume or a slice had before; splines swing beyond them.
#[derive(Clone, Copy)]
struct Range {
    least: f64,
    most: f64,
}

impl Range {
    fn of(values: impl Iterator<Item = f32>) -> Range {
        let none = (f32::INFINITY, f32::NEG_INFINITY);
        let (least, most) = values.fold(none, |(low, high), v| (low.min(v), high.max(v)));
        Range { least: least.into(), most: most.into() }
    }

    fn clamp(self, value: f64) -> f32 {
        value.max(self.least).min(self.most) as f32
    }
}

/// A slice with its two axes resampled.
fn plane(slice: ArrayView2<f32>, [height, width]: [usize; 2]) -> Array2<f64> {
    let mut plane = slice.mapv(f64::from);
    if plane.nrows() != height {
        plane = stretch(plane, height);
    }
    if plane.ncols() != width {
        plane = stretch(plane.reversed_axes(), width).reversed_axes();
    }
    plane
}

/// Resamples the first axis to `new` values. Whole rows are computed at once.
fn stretch(values: Array2<f64>, new: usize) -> Array2<f64> {
    let (old, width) = values.dim();
    let mut spline = vec![0.0; (old + 2 * PADDING) * width];
    for (i, row) in spline.chunks_exact_mut(width).enumerate() {
        let from = i.saturating_sub(PADDING).min(old.saturating_sub(1));
        for (to, from) in row.iter_mut().zip(values.index_axis(Axis(0), from)) {
            *to = *from;
        }
    }
    fit(&mut spline, width);
    let mut stretched = Array2::zeros((new, width));
    for (k, mut to) in stretched.outer_iter_mut().enumerate() {
        let place = place(k, old, new) + PADDING as f64;
        let (first, weights) = weights(place);
        let taps = spline.chunks_exact(width).skip(first);
        let rows: Vec<&[f64]> = taps.take(4).collect();
        if let (&[a, b, c, d], Some(to)) = (rows.as_slice(), to.as_slice_mut()) {
            let [wa, wb, wc, wd] = weights;
            for ((((to, a), b), c), d) in to.iter_mut().zip(a).zip(b).zip(c).zip(d) {
                *to = a * wa + b * wb + c * wc + d * wd;
            }
        }
    }
    stretched
}

/// The first of the four values that a place depends on, and how much on each.
fn weights(place: f64) -> (usize, [f64; 4]) {
    let start = place.floor();
    let y = place - start;
    let z = 1.0 - y;
    let second = (y * y * (y - 2.0) * 3.0 + 4.0) / 6.0;
    let third = (z * z * (z - 2.0) * 3.0 + 4.0) / 6.0;
    let first = z * z * z / 6.0;
    ((start - 1.0) as usize, [first, second, third, 1.0 - first - second - third])
}

/// Turns rows of values into the coefficients of the splines through them, as scipy's
/// spline_filter1d does: a recursion forth and one back, mirrored about the outer faces.
fn fit(rows: &mut [f64], width: usize) {
    let pole = 3f64.sqrt() - 2.0;
    let gain = (1.0 - pole) * (1.0 - 1.0 / pole);
    for value in rows.iter_mut() {
        *value *= gain;
    }
    begin(rows, width, pole);
    let mut rows: Vec<&mut [f64]> = rows.chunks_exact_mut(width).collect();
    for i in 1..rows.len() {
        if let Some([before, row]) = rows.get_mut(i - 1..=i) {
            for (value, before) in row.iter_mut().zip(before.iter()) {
                *value += pole * before;
            }
        }
    }
    if let Some(last) = rows.last_mut() {
        for value in last.iter_mut() {
            *value *= pole / (pole - 1.0);
        }
    }
    for i in (1..rows.len()).rev() {
        if let Some([row, after]) = rows.get_mut(i - 1..=i) {
            for (value, after) in row.iter_mut().zip(after.iter()) {
                *value = pole * (after - *value);
            }
        }
    }
}

/// The first row of the recursion forth: the sum over all rows, on and on mirrored.
fn begin(rows: &mut [f64], width: usize, pole: f64) {
    let count = rows.len() / width;
    let around = pole.powi(i32::try_from(count).unwrap_or(i32::MAX));
    let row = |i: usize| rows.chunks_exact(width).nth(i).unwrap_or_default();
    let mut sum: Vec<f64> =
        row(0).iter().zip(row(count - 1)).map(|(first, last)| first + around * last).collect();
    let mut power = pole;
    // Beyond 100 rows the rest is less than can be told in single precision.
    for i in 1..count.min(100) {
        for ((sum, near), far) in sum.iter_mut().zip(row(i)).zip(row(count - 1 - i)) {
            *sum += power * (near + around * far);
        }
        power *= pole;
    }
    let scale = pole / (1.0 - around * around);
    for (first, sum) in rows.iter_mut().zip(sum) {
        *first += sum * scale;
    }
}
