//! From anatomy to pixel values.

use crate::anatomy::Anatomy;
use crate::contrast::Contrast;
use crate::flaw::Flaw;
use crate::measurement::Measurement;
use crate::stack::Stack;
use crate::vec3::Vec3;
use ndarray::{Array2, Axis};
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use std::f64::consts::FRAC_1_SQRT_2;

/// Slices are sampled at least this densely through their thickness, in mm.
const SAMPLING: f64 = 2.0;
/// Rows and columns of the squares whose anatomy is looked up together.
const TILE: u16 = 8;

/// The stored values of one slice, by row and column.
#[must_use]
pub fn scan_slice(
    anatomy: &Anatomy,
    measurement: &Measurement,
    stack: &Stack,
    slice: u16,
) -> Array2<u16> {
    let seed = measurement.seed.rotate_left(16);
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed ^ u64::from(slice));
    let mut signals = signals_in(anatomy, measurement.contrast, stack, slice);
    if measurement.flaw == Some(Flaw::Wrap) && !measurement.contrast.is_ct() {
        let [before, behind] = [-1.0, 1.0].map(|side| stack.shifted_back(side * stack.depth()));
        for beyond in [before, behind] {
            signals += &signals_in(anatomy, measurement.contrast, &beyond, slice);
        }
    }
    let mut image = Array2::zeros(signals.raw_dim());
    for ((mut pixels, signals), row) in image.rows_mut().into_iter().zip(signals.rows()).zip(0..) {
        for ((pixel, &signal), column) in pixels.iter_mut().zip(signals).zip(0..) {
            let p = stack.voxel(slice, row, column);
            let stored = measurement.stored(signal, p, &mut rng);
            *pixel = if anatomy.is_blank(p) { 0 } else { stored };
        }
    }
    image
}

/// The noiseless signals of one slice, by row and column.
fn signals_in(anatomy: &Anatomy, contrast: Contrast, stack: &Stack, slice: u16) -> Array2<f64> {
    let offsets = offsets_through(stack);
    let radius = stack.pixel * f64::from(TILE - 1) * FRAC_1_SQRT_2 + stack.spacing() / 2.0;
    let mut signals = Array2::zeros((usize::from(stack.rows), usize::from(stack.columns)));
    let tile = usize::from(TILE);
    for (top, mut strip) in (0..).step_by(tile).zip(signals.axis_chunks_iter_mut(Axis(0), tile)) {
        for (left, mut tile) in (0..).step_by(tile).zip(strip.axis_chunks_iter_mut(Axis(1), tile)) {
            let corners =
                stack.voxel(slice, top, left) + stack.voxel(slice, top + TILE - 1, left + TILE - 1);
            let window = anatomy.window(corners * 0.5, radius, stack.pixel);
            for (mut signals, row) in tile.rows_mut().into_iter().zip(top..) {
                for (signal, column) in signals.iter_mut().zip(left..) {
                    let p = stack.voxel(slice, row, column);
                    let sum: f64 = offsets
                        .iter()
                        .map(|&offset| window.sample(p + offset, stack.pixel, |t| contrast.of(t)))
                        .sum();
                    *signal = sum / offsets.len() as f64;
                }
            }
        }
    }
    signals
}

/// Evenly spaced sample positions through the thickness of a slice, relative to its middle.
fn offsets_through(stack: &Stack) -> Vec<Vec3> {
    let count = (1u16..=64).find(|&n| stack.spacing() <= SAMPLING * f64::from(n)).unwrap_or(64);
    let apart = stack.spacing() / f64::from(count);
    let middle = f64::from(count - 1) / 2.0;
    (0..count).map(|n| stack.normal() * ((f64::from(n) - middle) * apart)).collect()
}
