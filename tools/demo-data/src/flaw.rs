//! What goes wrong in a scan, and values as other programs store them.

use crate::contrast::Contrast;
use crate::vec3::Vec3;
use rand::rngs::Xoshiro256PlusPlus;
use rand_distr::{Distribution, StandardNormal};

/// What a piece of metal measures in CT, in HU: more than 12 bits hold.
const METAL: f64 = 8000.0;
/// Radius of the metal of a tooth in CT, in mm.
const TOOTH: f64 = 6.0;
/// Streaks of metal in CT: the strongest, in HU, how many there are, and after how many mm they are weaker.
const STREAKS: (f64, f64, f64) = (500.0, 12.0, 60.0);
/// Streaks lie in the plane of the metal, so many mm to both sides.
const STREAKED: f64 = 10.0;
/// Mean and standard deviation of the noise where [`Flaw::BrightAir`] has no signal: as bright as tissue.
const BRIGHT: (f64, f64) = (450.0, 250.0);

/// A way in which a scan is not as usual; each belongs to CT or MR, and does nothing to the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Flaw {
    /// MR: what lies before the field of view appears at its back, and the other way round.
    Wrap,
    /// MR: what has no signal is noise as bright as tissue, as in a ratio of two images (MP2RAGE).
    BrightAir,
    /// MR: no signal around a piece of metal.
    Void {
        /// Where it is, in LPS mm.
        at: Vec3,
        /// As far as this, in mm.
        radius: f64,
    },
    /// CT: a piece of metal, in LPS mm, with streaks around it.
    Metal(Vec3),
    /// CT: values beyond these, in HU, are not told apart.
    Clipped(f64, f64),
    /// CT: a window between these, in HU, in 8 bits and without a rescale.
    EightBits(f64, f64),
    /// CT: HU and 1024, without a rescale.
    Unscaled,
}

impl Flaw {
    /// What is received of this noiseless MR signal at `p` (LPS mm).
    pub fn received(self, signal: f64, p: Vec3, rng: &mut Xoshiro256PlusPlus) -> f64 {
        match self {
            Self::BrightAir if signal == 0.0 => {
                let normal: f64 = StandardNormal.sample(rng);
                (BRIGHT.0 + BRIGHT.1 * normal).abs()
            }
            Self::Void { at, radius } if (p - at).length() < radius => 0.0,
            _ => signal,
        }
    }

    /// What is measured instead of these HU at `p` (LPS mm).
    pub fn measured(self, hu: f64, p: Vec3) -> f64 {
        match self {
            Self::Metal(at) => {
                let off = p - at;
                let (strongest, count, length) = STREAKS;
                if off.length() < TOOTH {
                    METAL
                } else if off.z.abs() < STREAKED {
                    let around = (off.y.atan2(off.x) * count).sin();
                    hu + strongest * around * (-off.length() / length).exp()
                } else {
                    hu
                }
            }
            Self::Clipped(low, high) => hu.clamp(low, high),
            _ => hu,
        }
    }

    /// What is stored of HU; none for what is stored as usual.
    pub fn stored(self, hu: f64) -> Option<f64> {
        match self {
            Self::EightBits(low, high) => {
                Some(((hu - low) / (high - low) * 255.0).clamp(0.0, 255.0))
            }
            Self::Unscaled => Some(hu + 1024.0),
            _ => None,
        }
    }

    /// Whether a rescale to HU is left out of the header.
    #[must_use]
    pub fn is_unscaled(self, contrast: Contrast) -> bool {
        contrast.is_ct() && self.stored(0.0).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vec3::vec3;
    use rand::SeedableRng;

    #[test]
    fn values_are_stored_as_other_programs_do() {
        let window = Flaw::EightBits(-160.0, 240.0);
        assert_eq!(
            [-1000.0, 40.0, 900.0].map(|hu| window.stored(hu)),
            [0.0, 127.5, 255.0].map(Some)
        );
        assert_eq!(Flaw::Unscaled.stored(-1000.0), Some(24.0));
        let clipped = Flaw::Clipped(-100.0, 200.0);
        assert_eq!(
            [-1000.0, 40.0, 900.0].map(|hu| clipped.measured(hu, Vec3::default())),
            [-100.0, 40.0, 200.0]
        );
        assert!(window.is_unscaled(Contrast::Ct) && !clipped.is_unscaled(Contrast::Ct));
    }

    #[test]
    fn metal_is_dark_in_mr_and_bright_in_ct() {
        let at = vec3(1.0, 2.0, 3.0);
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(1);
        let void = Flaw::Void { at, radius: 9.0 };
        let mut received = |flaw: Flaw, p| flaw.received(400.0, p, &mut rng);
        assert_eq!([received(void, at), received(void, at + vec3(0.0, 9.5, 0.0))], [0.0, 400.0]);
        assert_eq!(received(Flaw::BrightAir, at), 400.0);
        assert!(Flaw::BrightAir.received(0.0, at, &mut rng) > 0.0);
        assert!(Flaw::Metal(at).measured(40.0, at) > 3000.0);
        assert_eq!(Flaw::Metal(at).measured(40.0, at + vec3(0.0, 0.0, 40.0)), 40.0);
    }
}
