//! Whether the numbers are such that a scan passes.

use crate::Numbers;
use crate::limits::{HD95, PSNR, SSIM, SURFACE_DICE};

/// Which numbers are within the reference's limits ([`crate::limits`]); one that is NaN is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdicts {
    /// The removed region agrees with the predicted one, by its surface.
    pub surface_dice: bool,
    /// The removed region agrees with the predicted one, by its farthest places.
    pub hd95: bool,
    /// The picture in the removed region is another, by its structure.
    pub ssim: bool,
    /// The picture in the removed region is another, by its intensities.
    pub psnr: bool,
}

impl Verdicts {
    /// Whether the scan passes: by all four.
    pub fn pass(self) -> bool {
        self.surface_dice && self.hd95 && self.ssim && self.psnr
    }
}

impl Numbers {
    /// Each number against the reference's limit for it.
    pub fn verdicts(&self) -> Verdicts {
        Verdicts {
            surface_dice: SURFACE_DICE.passes(self.surface_dice),
            hd95: HD95.passes(self.hd95),
            ssim: SSIM.passes(self.ssim),
            psnr: PSNR.passes(self.psnr),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_pass_and_anything_worse_fails() {
        let at = Numbers {
            surface_dice: 0.8,
            hd95: 30.0,
            ssim: 0.8,
            psnr: 10.0,
            dice: 0.0,
            predicted_voxels: 0,
            removed_voxels: 0,
            compared_slices: 0,
        };
        assert!(at.verdicts().pass());
        let worse = [
            Numbers { surface_dice: 0.799, ..at },
            Numbers { hd95: 30.001, ..at },
            Numbers { ssim: 0.801, ..at },
            Numbers { psnr: 10.001, ..at },
            Numbers { psnr: f64::INFINITY, ..at },
            Numbers { ssim: f64::NAN, ..at },
        ];
        for numbers in worse {
            assert!(!numbers.verdicts().pass(), "{numbers:?}");
        }
    }
}
