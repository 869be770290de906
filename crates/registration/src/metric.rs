//! How well two volumes match: mutual information, after Mattes et al. 2003 (doi
//! 10.1109/TMI.2003.809072): the fixed volume's values fall into bins, the moving volume's are
//! spread over four bins by a cubic B-spline, so that the measure has a slope. Normalized after
//! Studholme et al. 1999 (doi 10.1016/S0031-3203(98)00091-0), which rewards overlap itself less.

use nalgebra::{Matrix4, Vector4};
use rayon::prelude::*;

use crate::{
    image::{Image, Reading},
    sample::Sample,
};

/// Bins along each axis of the joint histogram.
pub const BINS: usize = 32;
/// Samples that one thread treats at a time. Sums are taken in the order of the samples, so that
/// the result does not depend on the number of threads.
const CHUNK: usize = 4096;

/// Joint frequencies: rows are bins of the fixed, columns of the moving volume.
type Histogram = Vec<[f64; BINS]>;

/// The mutual information of two volumes at a transform.
#[derive(Clone, Copy, Debug, Default)]
pub struct Match {
    /// In nats.
    pub mutual_information: f64,
    /// (H(fixed) + H(moving)) / H(fixed, moving) - 1: 0 where nothing is shared, 1 for the same.
    pub normalized: f64,
}

/// How well the moving image matches the samples of the fixed one.
pub fn compare(samples: &[Sample], moving: &Image, fixed_to_moving: &Matrix4<f64>) -> Match {
    let (histogram, _) = collect(samples, moving, &(moving.from_world * fixed_to_moving));
    Information::of(&histogram).shared()
}

/// The same, and how its normalized value changes with each element of the transform.
pub fn compare_with_slope(
    samples: &[Sample],
    moving: &Image,
    fixed_to_moving: &Matrix4<f64>,
) -> (Match, Matrix4<f64>) {
    let (histogram, readings) = collect(samples, moving, &(moving.from_world * fixed_to_moving));
    let information = Information::of(&histogram);
    let weights = information.slopes(&histogram);
    let parts: Vec<Matrix4<f64>> = samples
        .par_chunks(CHUNK)
        .zip(&readings)
        .map(|(samples, readings)| slope(samples, readings, &weights))
        .collect();
    let slope = moving.from_world.transpose() * parts.into_iter().sum::<Matrix4<f64>>();
    (information.shared(), slope)
}

/// Fills the joint histogram; also gives what was read in the moving image, chunk by chunk.
fn collect(
    samples: &[Sample],
    moving: &Image,
    to_voxel: &Matrix4<f64>,
) -> (Histogram, Vec<Vec<Option<Reading>>>) {
    let part = |samples: &[Sample]| {
        let mut histogram: Histogram = vec![[0.0; BINS]; BINS];
        let mut readings = Vec::with_capacity(samples.len());
        for sample in samples {
            let reading = moving.read(&to_voxel.transform_point(&sample.at));
            if let Some(reading) = reading {
                let (first, t) = window(reading.value);
                let row = histogram.get_mut(row(sample.value));
                if let Some(bins) = row.and_then(|row| row.get_mut(first..first + 4)) {
                    for (bin, weight) in bins.iter_mut().zip(spline(t)) {
                        *bin += f64::from(weight);
                    }
                }
            }
            readings.push(reading);
        }
        (histogram, readings)
    };
    let (parts, readings): (Vec<_>, Vec<_>) = samples.par_chunks(CHUNK).map(part).unzip();
    let mut histogram: Histogram = vec![[0.0; BINS]; BINS];
    for part in parts {
        for (total, bin) in histogram.as_flattened_mut().iter_mut().zip(part.as_flattened()) {
            *total += bin;
        }
    }
    (histogram, readings)
}

/// Slope of the measure for each element of the map from world to voxel.
fn slope(samples: &[Sample], readings: &[Option<Reading>], weights: &Histogram) -> Matrix4<f64> {
    let mut slope = Matrix4::zeros();
    for (sample, reading) in samples.iter().zip(readings) {
        let Some(reading) = reading else { continue };
        let (first, t) = window(reading.value);
        let weights = weights.get(row(sample.value)).and_then(|row| row.get(first..first + 4));
        let each = weights.into_iter().flatten().zip(spline_slope(t));
        let change: f64 = each.map(|(weight, slope)| weight * f64::from(slope)).sum();
        let [i, j, k] = reading.slope.map(|slope| change * SCALE * f64::from(slope));
        slope += Vector4::new(i, j, k, 0.0) * sample.at.to_homogeneous().transpose();
    }
    slope
}

/// Bins for each unit of the moving image's value: its first and last bins are the spline's reach.
const SCALE: f64 = (BINS as f64 - 3.0) * 0.9999;

/// The bin of a value of the fixed image.
fn row(value: f32) -> usize {
    ((value * BINS as f32) as usize).min(BINS - 1)
}

/// The first of the four bins for a value of the moving image, and where in it the value lies.
fn window(value: f32) -> (usize, f32) {
    let at = value * SCALE as f32;
    (at as usize, at.fract())
}

/// The cubic B-spline at four neighbouring bins.
fn spline(t: f32) -> [f32; 4] {
    let u = 1.0 - t;
    let bell = |t: f32| 2.0 / 3.0 - t * t + t * t * t / 2.0;
    [u * u * u / 6.0, bell(t), bell(u), t * t * t / 6.0]
}

/// Its slope.
fn spline_slope(t: f32) -> [f32; 4] {
    let u = 1.0 - t;
    let bell = |t: f32| 1.5 * t * t - 2.0 * t;
    [-u * u / 2.0, bell(t), -bell(u), t * t / 2.0]
}

/// Entropies of a joint histogram in nats.
struct Information {
    count: f64,
    columns: [f64; BINS],
    fixed: f64,
    moving: f64,
    joint: f64,
}

impl Information {
    fn of(histogram: &Histogram) -> Information {
        let count: f64 = histogram.as_flattened().iter().sum();
        let entropy = |frequency: &f64| {
            let p = frequency / count;
            if p > 0.0 { -p * p.ln() } else { 0.0 }
        };
        let mut columns = [0.0; BINS];
        let mut fixed = 0.0;
        for row in histogram {
            fixed += entropy(&row.iter().sum());
            for (total, bin) in columns.iter_mut().zip(row) {
                *total += bin;
            }
        }
        let moving = columns.iter().map(entropy).sum();
        let joint = histogram.as_flattened().iter().map(entropy).sum();
        Information { count, columns, fixed, moving, joint }
    }

    fn shared(&self) -> Match {
        if self.count == 0.0 || self.joint <= 0.0 {
            return Match::default();
        }
        let mutual_information = self.fixed + self.moving - self.joint;
        let normalized = mutual_information / self.joint;
        Match { mutual_information, normalized }
    }

    /// How the normalized measure changes with each joint frequency.
    fn slopes(&self, histogram: &Histogram) -> Histogram {
        let ratio = (self.fixed + self.moving) / self.joint;
        let scale = 1.0 / (self.joint * self.count);
        let log =
            |frequency: &f64| if *frequency > 0.0 { (frequency / self.count).ln() } else { 0.0 };
        let columns = self.columns.map(|frequency| log(&frequency));
        let slopes = histogram.iter().map(|row| {
            let mut slopes = columns;
            for (slope, bin) in slopes.iter_mut().zip(row) {
                *slope = scale * (ratio * log(bin) - *slope);
            }
            slopes
        });
        slopes.collect()
    }
}

#[cfg(test)]
mod tests {
    use nalgebra::{Point3, Vector3};
    use ndarray::Array3;

    use super::*;
    use crate::{grid::Grid, scale::Scale};

    /// A blob that varies smoothly, so that its copies by voxels hardly differ from it.
    fn blob(p: &Point3<f64>) -> f32 {
        let far = p.coords.component_div(&Vector3::new(30.0, 38.0, 45.0)).norm_squared();
        ((-far).exp() * (1.0 + 0.3 * (p.x / 9.0).sin() * (p.z / 11.0).cos())) as f32 / 1.3
    }

    fn pair() -> (Vec<Sample>, Image) {
        let to_world =
            Matrix4::new_translation(&Vector3::repeat(-60.0)) * Matrix4::new_scaling(3.0);
        let values = Array3::from_shape_fn((41, 41, 41), |(i, j, k)| {
            blob(&to_world.transform_point(&Point3::new(i as f64, j as f64, k as f64)))
        });
        let moving = Image::of(&Grid { values, to_world }, 3.0, &Scale::plain());
        let places = (0..20_000).map(|n| [n % 27, n / 27 % 27, n / 729]);
        let places = places.map(|at| Point3::from(at.map(|x| f64::from(x) * 3.7 - 48.0)));
        let sample = |at| Sample { at, value: 1.0 - blob(&at) };
        (places.map(sample).collect(), moving)
    }

    #[test]
    fn the_slope_is_that_of_the_measure() {
        let (samples, moving) = pair();
        let mut at = Matrix4::new_translation(&Vector3::new(2.0, -1.0, 0.5));
        at[(1, 2)] = 0.02;
        let (_, slope) = compare_with_slope(&samples, &moving, &at);
        for i in 0..3 {
            for (j, step) in [1e-4, 1e-4, 1e-4, 3e-3].into_iter().enumerate() {
                let (mut up, mut down) = (at, at);
                up[(i, j)] += step;
                down[(i, j)] -= step;
                let height = |at| compare(&samples, &moving, at).normalized;
                let numeric = (height(&up) - height(&down)) / (2.0 * step);
                let (slope, size) = (slope[(i, j)], slope.column(j).amax());
                assert!((numeric - slope).abs() < 0.03 * size, "{i} {j}: {numeric} {slope}");
            }
        }
    }

    #[test]
    fn what_lies_right_matches_best_and_what_lies_outside_not_at_all() {
        let (samples, moving) = pair();
        let height = |x| {
            let at = Matrix4::new_translation(&Vector3::new(x, 0.0, 0.0));
            compare(&samples, &moving, &at).normalized
        };
        assert!(height(0.0) > 1.2 * height(3.0) && height(3.0) > height(6.0));
        assert_eq!(height(500.0), 0.0);
    }
}
