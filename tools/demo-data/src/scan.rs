//! From anatomy to stored pixel values: sampling, contrast and noise.

use crate::anatomy::Anatomy;
use crate::stack::Stack;
use crate::tissue::Tissue;
use crate::vec3::Vec3;
use ndarray::Array2;
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use rand_distr::{Distribution, StandardNormal};

/// `RescaleIntercept` of CT images: the Hounsfield units of the stored value 0.
pub const CT_INTERCEPT: f64 = -1024.0;
/// The largest value that fits the 12 stored bits.
const LARGEST: f64 = 4095.0;
/// Standard deviation of the CT noise, in Hounsfield units.
const CT_NOISE: f64 = 8.0;
/// Standard deviation of the MR noise in either quadrature channel.
const MR_NOISE: f64 = 15.0;
/// Slices are sampled at least this densely through their thickness, in mm.
const SAMPLING: f64 = 2.0;

/// What the scanner measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contrast {
    /// X-ray attenuation, stored as Hounsfield units less [`CT_INTERCEPT`].
    Ct,
    /// T1-weighted magnitude with an uneven coil sensitivity.
    MrT1,
}

impl Contrast {
    fn of(self, tissue: Tissue) -> f64 {
        match self {
            Self::Ct => tissue.hounsfield(),
            Self::MrT1 => tissue.t1_signal(),
        }
    }

    /// The stored value of a voxel at `p` with this noiseless signal.
    fn stored(self, signal: f64, p: Vec3, rng: &mut Xoshiro256PlusPlus) -> u16 {
        let mut noise = |sigma: f64| {
            let normal: f64 = StandardNormal.sample(rng);
            sigma * normal
        };
        let value = match self {
            Self::Ct => signal + noise(CT_NOISE) - CT_INTERCEPT,
            Self::MrT1 => (signal * sensitivity(p) + noise(MR_NOISE)).hypot(noise(MR_NOISE)),
        };
        to_stored(value)
    }
}

/// Rounds to the nearest value of 12 unsigned bits.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 12 bits")]
fn to_stored(value: f64) -> u16 {
    value.round().clamp(0.0, LARGEST) as u16
}

/// The smooth uneven sensitivity of the receiving coil, about 1.
fn sensitivity(p: Vec3) -> f64 {
    1.0 + 0.16 * (p.y / 90.0).sin() + 0.12 * (p.z / 110.0).cos() - 0.1 * (p.x / 130.0 + 0.4).sin()
}

/// The stored values of one slice, by row and column.
///
/// The noise depends on `seed` and on the slice only.
#[must_use]
pub fn scan_slice(
    anatomy: &Anatomy,
    contrast: Contrast,
    stack: &Stack,
    slice: u16,
    seed: u64,
) -> Array2<u16> {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed.rotate_left(16) ^ u64::from(slice));
    let offsets = offsets_through(stack);
    let mut image = Array2::zeros((usize::from(stack.matrix), usize::from(stack.matrix)));
    for (mut pixels, row) in image.rows_mut().into_iter().zip(0_u16..) {
        for (pixel, column) in pixels.iter_mut().zip(0_u16..) {
            let p = stack.voxel(slice, row, column);
            let sum: f64 = offsets
                .iter()
                .map(|&offset| anatomy.sample(p + offset, stack.pixel, |t| contrast.of(t)))
                .sum();
            *pixel = contrast.stored(sum / offsets.len() as f64, p, &mut rng);
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
