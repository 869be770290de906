//! What the numbers must be for a scan to pass.

use crate::Numbers;

/// The limits; by default those of the reference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// Surface Dice must be at least this.
    pub surface_dice: f64,
    /// HD95 in mm must be at most this.
    pub hd95: f64,
    /// SSIM must be at most this.
    pub ssim: f64,
    /// PSNR in dB must be at most this.
    pub psnr: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { surface_dice: 0.80, hd95: 30.0, ssim: 0.80, psnr: 10.0 }
    }
}

/// Which numbers pass; one that is NaN does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdicts {
    /// The removed region agrees with the predicted one, by its surface.
    pub surface_dice: bool,
    /// So it does by its farthest places.
    pub hd95: bool,
    /// The picture in the removed region is another, by its structure.
    pub ssim: bool,
    /// So it is by its intensities.
    pub psnr: bool,
}

impl Verdicts {
    /// Whether the scan passes: by all four.
    pub fn pass(self) -> bool {
        self.surface_dice && self.hd95 && self.ssim && self.psnr
    }
}

impl Numbers {
    /// Each number against its limit.
    pub fn verdicts(&self, thresholds: &Thresholds) -> Verdicts {
        Verdicts {
            surface_dice: self.surface_dice >= thresholds.surface_dice,
            hd95: self.hd95 <= thresholds.hd95,
            ssim: self.ssim <= thresholds.ssim,
            psnr: self.psnr <= thresholds.psnr,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_pass_and_anything_worse_fails() {
        let limits = Thresholds::default();
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
        assert!(at.verdicts(&limits).pass());
        let worse = [
            Numbers { surface_dice: 0.799, ..at },
            Numbers { hd95: 30.001, ..at },
            Numbers { ssim: 0.801, ..at },
            Numbers { psnr: 10.001, ..at },
            Numbers { psnr: f64::INFINITY, ..at },
            Numbers { ssim: f64::NAN, ..at },
        ];
        for numbers in worse {
            assert!(!numbers.verdicts(&limits).pass(), "{numbers:?}");
        }
    }
}
