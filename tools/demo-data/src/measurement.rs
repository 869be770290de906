//! How signals become stored values: coil sensitivity and noise.

use crate::contrast::Contrast;
use crate::flaw::Flaw;
use crate::vec3::Vec3;
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

/// What is measured, and how well.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measurement {
    /// What the scanner measures.
    pub contrast: Contrast,
    /// Noise, as a multiple of the usual.
    pub noise: f64,
    /// Unevenness of the MR coil's sensitivity, as a multiple of the usual.
    pub shading: f64,
    /// What goes wrong.
    pub flaw: Option<Flaw>,
    /// Determines the noise, together with the number of the slice.
    pub seed: u64,
}

impl Measurement {
    /// The stored value of a voxel at `p` with this noiseless signal.
    pub fn stored(&self, signal: f64, p: Vec3, rng: &mut Xoshiro256PlusPlus) -> u16 {
        let is_ct = self.contrast.is_ct();
        let signal = match self.flaw {
            Some(flaw) if !is_ct => flaw.received(signal, p, rng),
            _ => signal,
        };
        let mut noise = |sigma: f64| {
            let normal: f64 = StandardNormal.sample(rng);
            sigma * self.noise * normal
        };
        let value = if is_ct {
            let hu = signal + noise(CT_NOISE);
            let hu = self.flaw.map_or(hu, |flaw| flaw.measured(hu, p));
            self.flaw.and_then(|flaw| flaw.stored(hu)).unwrap_or(hu - CT_INTERCEPT)
        } else {
            let received = signal * sensitivity(p, self.shading);
            (received + noise(MR_NOISE)).hypot(noise(MR_NOISE))
        };
        to_stored(value)
    }
}

/// Rounds to the nearest value of 12 unsigned bits.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 12 bits")]
fn to_stored(value: f64) -> u16 {
    value.round().clamp(0.0, LARGEST) as u16
}

/// The smooth sensitivity of the receiving coil, about 1.
fn sensitivity(p: Vec3, shading: f64) -> f64 {
    let (x, y, z) = (0.1 * shading, 0.16 * shading, 0.12 * shading);
    let sum =
        1.0 + y * (p.y / 90.0).sin() + z * (p.z / 110.0).cos() - x * (p.x / 130.0 + 0.4).sin();
    sum.max(0.1)
}
