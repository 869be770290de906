//! What a scanner measures and how it is stored.

use crate::tissue::Tissue;
use crate::vec3::Vec3;
use clap::ValueEnum;
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

/// What the scanner measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Contrast {
    /// X-ray attenuation, stored as Hounsfield units less [`CT_INTERCEPT`].
    Ct,
    /// T1-weighted magnitude with an uneven coil sensitivity, as all MR.
    MrT1,
    /// T2-weighted: fluid is bright.
    MrT2,
    /// T2-weighted with suppressed fluid.
    MrFlair,
    /// Proton density.
    MrPd,
}

impl Contrast {
    /// Whether it is measured by computed tomography.
    #[must_use]
    pub fn is_ct(self) -> bool {
        self == Self::Ct
    }

    /// What radiographers call the sequence.
    #[must_use]
    pub fn sequence(self) -> &'static str {
        match self {
            Self::Ct => "CT",
            Self::MrT1 => "T1 MPRAGE",
            Self::MrT2 => "T2 TSE",
            Self::MrFlair => "T2 FLAIR",
            Self::MrPd => "PD TSE",
        }
    }

    /// The noiseless value of a tissue: Hounsfield units in CT, arbitrary units in MR.
    #[must_use]
    pub fn of(self, tissue: Tissue) -> f64 {
        match self {
            Self::Ct => tissue.hounsfield(),
            Self::MrT1 => tissue.t1_signal(),
            Self::MrT2 => tissue.t2_signal(),
            Self::MrFlair => tissue.flair_signal(),
            Self::MrPd => tissue.pd_signal(),
        }
    }

    /// The stored value of a voxel at `p` with this noiseless signal and so many times the usual noise.
    pub fn stored(self, signal: f64, p: Vec3, noise: f64, rng: &mut Xoshiro256PlusPlus) -> u16 {
        let mut noise = |sigma: f64| {
            let normal: f64 = StandardNormal.sample(rng);
            sigma * noise * normal
        };
        let value = if self.is_ct() {
            signal + noise(CT_NOISE) - CT_INTERCEPT
        } else {
            (signal * sensitivity(p) + noise(MR_NOISE)).hypot(noise(MR_NOISE))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fluid_is_bright_in_t2_and_dark_in_t1_and_flair() {
        let (fluid, white) = (Tissue::Vitreous, Tissue::WhiteMatter);
        assert!(Contrast::MrT2.of(fluid) > 2.0 * Contrast::MrT2.of(white));
        assert!(Contrast::MrT1.of(fluid) < 0.5 * Contrast::MrT1.of(white));
        assert!(Contrast::MrFlair.of(fluid) < 0.5 * Contrast::MrFlair.of(white));
    }

    #[test]
    fn air_and_compact_bone_give_no_mr_signal_and_fat_gives_much() {
        use Contrast::{MrFlair, MrPd, MrT1, MrT2};
        for contrast in [MrT1, MrT2, MrFlair, MrPd] {
            let muscle = contrast.of(Tissue::Muscle);
            assert!(contrast.of(Tissue::Air) == 0.0);
            assert!(contrast.of(Tissue::Bone) < 0.2 * muscle);
            assert!(contrast.of(Tissue::Fat) > 1.5 * muscle);
        }
    }
}
