//! The values of one channel made comparable
//! (nnunetv2/preprocessing/normalization/default_normalization_schemes.py), in single precision.

use ndarray::{Array3, ArrayView3, Axis, Zip};

use super::sum::{pairwise, sum};
use crate::error::Error;
use crate::plans::{Normalization, Scheme};

/// Where deviations are no smaller.
const LEAST: f32 = 1e-8;

impl Normalization {
    /// The normalized values of a part of a volume. The mask says what is inside the body.
    pub(super) fn apply(
        self,
        values: ArrayView3<f32>,
        mask: Option<&Array3<bool>>,
        transpose: [usize; 3],
    ) -> Result<Array3<f32>, Error> {
        let mut normalized = Array3::zeros(values.dim());
        Zip::from(&mut normalized).and(values).par_for_each(|to, &from| *to = from);
        match (self.scheme, mask.filter(|_| self.masked)) {
            (Scheme::None, _) => {}
            (Scheme::Ct { lowest, highest, mean, deviation }, _) => {
                normalized
                    .par_mapv_inplace(|value| (value.max(lowest).min(highest) - mean) / deviation);
            }
            (Scheme::ZScore, None) => {
                let (mean, deviation) = moments(&normalized, values);
                normalized.par_mapv_inplace(|value| (value - mean) / deviation);
            }
            (Scheme::ZScore, Some(mask)) => {
                let (mean, deviation) = masked_moments(&normalized, mask, transpose);
                Zip::from(&mut normalized).and(mask).par_for_each(|value, &inside| {
                    if inside {
                        *value = (*value - mean) / deviation;
                    }
                });
            }
            (Scheme::Rescale, _) => {
                let (least, most) = range(&normalized);
                let width = (most - least).max(LEAST);
                normalized.par_mapv_inplace(|value| (value - least) / width);
            }
            (Scheme::Rgb, _) => {
                let (least, most) = range(&normalized);
                if least < 0.0 || most > 255.0 {
                    return Err(Error::Image("it holds other values than bytes"));
                }
                normalized.par_mapv_inplace(|value| value / 255.0);
            }
        }
        Ok(normalized)
    }
}

fn range(values: &Array3<f32>) -> (f32, f32) {
    values
        .iter()
        .fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), v| (low.min(*v), high.max(*v)))
}

/// Mean and deviation of all values as numpy computes them of the part of a volume: the mean over
/// the part where it lies, the deviation over a copy.
fn moments(copy: &Array3<f32>, part: ArrayView3<f32>) -> (f32, f32) {
    let mean = divided(sum(copy, part.strides()), copy.len());
    (mean, deviation(copy.iter().copied(), mean))
}

/// The same of the values inside, listed in the order of the plans' axes.
fn masked_moments(values: &Array3<f32>, mask: &Array3<bool>, transpose: [usize; 3]) -> (f32, f32) {
    let values = values.view().permuted_axes(transpose);
    let mask = mask.view().permuted_axes(transpose);
    let mut inside = Vec::new();
    for (values, mask) in values.axis_iter(Axis(0)).zip(mask.axis_iter(Axis(0))) {
        inside.extend(values.iter().zip(mask).filter(|(_, inside)| **inside).map(|(v, _)| *v));
    }
    let mean = divided(pairwise(&inside), inside.len());
    let deviation = deviation(inside.into_iter(), mean);
    (mean, deviation)
}

fn deviation(values: impl Iterator<Item = f32>, mean: f32) -> f32 {
    let squares: Vec<f32> = values.map(|value| (value - mean) * (value - mean)).collect();
    divided(pairwise(&squares), squares.len()).sqrt().max(LEAST)
}

/// numpy counts in whole numbers and divides in double precision.
fn divided(sum: f32, count: usize) -> f32 {
    (f64::from(sum) / count.max(1) as f64) as f32
}
