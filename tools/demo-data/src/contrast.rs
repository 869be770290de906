//! What a scanner measures.

use crate::tissue::Tissue;
use clap::ValueEnum;

/// What the scanner measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Contrast {
    /// X-ray attenuation, in Hounsfield units.
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
