//! Structural similarity (Wang et al. 2004, doi 10.1109/TIP.2003.819861) as scikit-image computes it
//! by default: uniform windows, sample covariances, mean over the windows that lie in the picture.

use std::ops::Range;

use ndarray::{Array2, Array3, Axis, Slice, parallel::prelude::*};

use crate::Intensities;
use crate::intensity::Scale;

/// Slices with fewer removed pixels are passed over, as in the reference.
const LEAST_PIXELS: usize = 25;
/// So are pictures with a smaller standard deviation, on a scale of 0 to 1: their structure is noise of
/// the arithmetic.
const FLAT: f64 = 1e-8;
/// The side of a window, in pixels: scikit-image's default, less in pictures that are smaller.
const LARGEST_WINDOW: usize = 7;
/// Smaller windows have no covariance worth the name; the reference compares nothing then.
const SMALLEST_WINDOW: usize = 3;

/// The removed pixels of a slice.
#[derive(Clone, Debug, Default)]
struct Removed {
    pixels: usize,
    /// The rows and columns of the box around them, along i and along j.
    i: Range<usize>,
    j: Range<usize>,
}

impl Removed {
    fn add(&mut self, i: usize, j: usize) {
        if self.pixels == 0 {
            (self.i, self.j) = (i..i + 1, j..j + 1);
        }
        for (range, at) in [(&mut self.i, i), (&mut self.j, j)] {
            *range = range.start.min(at)..range.end.max(at + 1);
        }
        self.pixels += 1;
    }

    /// For each slice across k.
    fn of(inside: &Array3<bool>) -> Vec<Self> {
        let mut slices = vec![Self::default(); inside.len_of(Axis(2))];
        for (i, plane) in inside.outer_iter().enumerate() {
            for (j, row) in plane.outer_iter().enumerate() {
                for (slice, _) in slices.iter_mut().zip(row).filter(|(_, inside)| **inside) {
                    slice.add(i, j);
                }
            }
        }
        slices
    }
}

/// How alike two volumes are, slice by slice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Similarity {
    /// The mean over the slices that were compared, −1 to 1; 1 if there are none.
    pub mean: f64,
    /// How many slices were compared.
    pub slices: usize,
}

/// The similarity of scaled intensities in the box around each slice's removed pixels, over slices
/// across k. All on one grid.
pub fn ssim(
    raw: &dyn Intensities,
    defaced: &dyn Intensities,
    inside: &Array3<bool>,
    scale: Scale,
) -> Similarity {
    let slices = Removed::of(inside);
    let found: Vec<Option<f64>> = slices
        .into_par_iter()
        .enumerate()
        .map(|(k, removed)| {
            let picture = |volume: &dyn Intensities| {
                let mut pixels = volume.slice(k);
                pixels.slice_axis_inplace(Axis(0), Slice::from(removed.i.clone()));
                pixels.slice_axis_inplace(Axis(1), Slice::from(removed.j.clone()));
                pixels.mapv(|value| scale.apply(value))
            };
            (removed.pixels >= LEAST_PIXELS)
                .then(|| similarity(&picture(raw), &picture(defaced)))?
        })
        .collect();
    let found: Vec<f64> = found.into_iter().flatten().collect();
    match found.len() {
        0 => Similarity { mean: 1.0, slices: 0 },
        slices => Similarity { mean: found.iter().sum::<f64>() / slices as f64, slices },
    }
}

/// The similarity of two pictures of one size; none where they are too small or one is flat.
fn similarity(a: &Array2<f64>, b: &Array2<f64>) -> Option<f64> {
    let (rows, columns) = a.dim();
    let shorter = rows.min(columns);
    if shorter < SMALLEST_WINDOW || deviation(a) < FLAT || deviation(b) < FLAT {
        return None;
    }
    let odd = shorter - (shorter + 1) % 2;
    let window = odd.min(LARGEST_WINDOW);
    // Of the rows under the window, by column.
    let mut sums = vec![Moments::default(); columns];
    let mut total = 0.0;
    let pixels: Vec<_> = a.outer_iter().zip(b.outer_iter()).collect();
    for (row, (a, b)) in pixels.iter().enumerate() {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            sum.add(&Moments::of(*a, *b));
        }
        if let Some((a, b)) = row.checked_sub(window).and_then(|left| pixels.get(left)) {
            for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
                sum.subtract(&Moments::of(*a, *b));
            }
        }
        if row + 1 >= window {
            total += along_row(&sums, window);
        }
    }
    Some(total / ((rows + 1 - window) * (columns + 1 - window)) as f64)
}

/// The sum of the similarities under a window that runs along a row.
fn along_row(sums: &[Moments], window: usize) -> f64 {
    let mut total = 0.0;
    let mut under = Moments::default();
    for (column, entering) in sums.iter().enumerate() {
        under.add(entering);
        if let Some(leaving) = column.checked_sub(window).and_then(|left| sums.get(left)) {
            under.subtract(leaving);
        }
        if column + 1 >= window {
            total += under.similarity((window * window) as f64);
        }
    }
    total
}

/// The population's standard deviation.
fn deviation(picture: &Array2<f64>) -> f64 {
    let count = picture.len() as f64;
    let mean = picture.sum() / count;
    (picture.fold(0.0, |sum, value| sum + (value - mean).powi(2)) / count).sqrt()
}

/// Sums over pairs of pixels: a, b, a², b², ab.
#[derive(Clone, Copy, Default)]
struct Moments([f64; 5]);

impl Moments {
    fn of(a: f64, b: f64) -> Self {
        Self([a, b, a * a, b * b, a * b])
    }

    fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(to, value)| *to += value);
    }

    fn subtract(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(to, value)| *to -= value);
    }

    /// The similarity under a window with so many pixels, whose values are 0 to 1.
    fn similarity(&self, pixels: f64) -> f64 {
        // (K1 L)² and (K2 L)² of the paper, with its K1 and K2 and L = 1, the range of the values.
        const C1: f64 = 0.01 * 0.01;
        const C2: f64 = 0.03 * 0.03;
        let [a, b, aa, bb, ab] = self.0.map(|sum| sum / pixels);
        let sample = pixels / (pixels - 1.0);
        let variances = sample * (aa - a * a) + sample * (bb - b * b);
        let covariance = sample * (ab - a * b);
        (2.0 * a * b + C1) * (2.0 * covariance + C2) / ((a * a + b * b + C1) * (variances + C2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each window on its own.
    fn windows(a: &Array2<f64>, b: &Array2<f64>, window: usize) -> f64 {
        let pairs = a.windows((window, window)).into_iter().zip(b.windows((window, window)));
        let each: Vec<f64> = pairs
            .map(|(a, b)| {
                let mut under = Moments::default();
                a.iter().zip(b).for_each(|(a, b)| under.add(&Moments::of(*a, *b)));
                under.similarity(a.len() as f64)
            })
            .collect();
        each.iter().sum::<f64>() / each.len() as f64
    }

    fn noise(shape: (usize, usize), seed: usize) -> Array2<f64> {
        Array2::from_shape_fn(shape, |(i, j)| {
            ((i * 31 + j * 17 + seed) * 7919 % 101) as f64 / 100.0
        })
    }

    #[test]
    fn the_running_window_sums_what_each_window_holds() {
        for (shape, window) in
            [((3, 9), 3), ((12, 4), 3), ((5, 5), 5), ((6, 8), 5), ((7, 20), 7), ((40, 33), 7)]
        {
            let (a, b) = (noise(shape, 1), noise(shape, 5));
            let found = similarity(&a, &b).unwrap();
            assert!((found - windows(&a, &b, window)).abs() < 1e-12, "{shape:?}");
            assert!((similarity(&a, &a).unwrap() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn a_window_of_nine_pixels_is_what_a_hand_computes() {
        // Means 1/3 and mean squares 1/3: the sample variances are 9/8 · (1/3 - 1/9) = 1/4. The mean
        // product is 1/9: the covariance is 0.
        let a = Array2::from_shape_fn((3, 3), |(i, _)| if i == 0 { 1.0 } else { 0.0 });
        let found = similarity(&a, &a.t().to_owned()).unwrap();
        let expected = 0.0009 * (2.0 / 9.0 + 0.0001) / ((2.0 / 9.0 + 0.0001) * (0.5 + 0.0009));
        assert!((found - expected).abs() < 1e-12, "{found} {expected}");
    }

    #[test]
    fn narrow_and_flat_pictures_are_not_compared() {
        let flat = Array2::from_elem((9, 9), 0.1);
        assert_eq!(similarity(&noise((9, 9), 1), &flat), None);
        assert_eq!(similarity(&flat, &noise((9, 9), 1)), None);
        assert_eq!(similarity(&noise((2, 30), 1), &noise((2, 30), 2)), None);
    }

    #[test]
    fn slices_with_few_removed_pixels_do_not_count() {
        let raw = Array3::from_shape_fn((9, 9, 3), |(i, j, k)| (i * 5 + j * 3 + k) as f32 % 7.0);
        let defaced = raw.mapv(|value| 6.0 - value);
        let scale = Scale::between(0.0, 6.0);
        let mut inside = Array3::from_shape_fn((9, 9, 3), |(i, j, k)| k == 1 && i < 5 && j < 5);
        let found = ssim(&raw, &defaced, &inside, scale);
        assert_eq!(found.slices, 1);
        assert!(found.mean < 0.0);
        inside[(4, 4, 1)] = false;
        let found = ssim(&raw, &defaced, &inside, scale);
        assert_eq!(found, Similarity { mean: 1.0, slices: 0 });
    }
}
