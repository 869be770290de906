//! From anatomy to stored pixel values: sampling, contrast and noise.

use crate::anatomy::Anatomy;
use crate::contrast::Contrast;
use crate::stack::Stack;
use crate::vec3::Vec3;
use ndarray::Array2;
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;

/// Slices are sampled at least this densely through their thickness, in mm.
const SAMPLING: f64 = 2.0;

/// What is measured, and how well.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measurement {
    /// What the scanner measures.
    pub contrast: Contrast,
    /// Noise, as a multiple of the usual.
    pub noise: f64,
    /// Determines the noise, together with the number of the slice.
    pub seed: u64,
}

/// The stored values of one slice, by row and column.
#[must_use]
pub fn scan_slice(
    anatomy: &Anatomy,
    measurement: &Measurement,
    stack: &Stack,
    slice: u16,
) -> Array2<u16> {
    let Measurement { contrast, noise, seed } = *measurement;
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed.rotate_left(16) ^ u64::from(slice));
    let offsets = offsets_through(stack);
    let mut image = Array2::zeros((usize::from(stack.rows), usize::from(stack.columns)));
    for (mut pixels, row) in image.rows_mut().into_iter().zip(0_u16..) {
        for (pixel, column) in pixels.iter_mut().zip(0_u16..) {
            let p = stack.voxel(slice, row, column);
            let sum: f64 = offsets
                .iter()
                .map(|&offset| anatomy.sample(p + offset, stack.pixel, |t| contrast.of(t)))
                .sum();
            let stored = contrast.stored(sum / offsets.len() as f64, p, noise, &mut rng);
            *pixel = if anatomy.is_blank(p) { 0 } else { stored };
        }
    }
    image
}

/// Evenly spaced sample positions through the thickness of a slice, relative to its middle.
fn offsets_through(stack: &Stack) -> Vec<Vec3> {
    let count = (1u16..=64).find(|&n| stack.spacing() <= SAMPLING * f64::from(n)).unwrap_or(64);
    let apart = stack.spacing() / f64::from(count);
    let middle = f64::from(count - 1) / 2.0;
    (0..count).map(|n| stack.normal() * ((f64::from(n) - middle) * apart)).collect()
}
