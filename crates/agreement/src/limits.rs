//! The four limits of the reference's verification, each with what was measured on both sides of it.
//!
//! They are the reference's own: a scan passes by all four or not at all ([`crate::Verdicts`]). The
//! other numbers of this crate (tolerances, windows, percentiles) are parts of the reference's
//! procedure. They decide nothing by themselves and stand where they are used.

use limit::Bound::{AtLeast, AtMost};
use limit::{Evidence, Limit};

/// The seven volumes of the reference's own test. Where one of the four numbers is as it should be, it
/// counts as right for this number, whatever the others say.
const fn golden(right: f64, wrong: f64) -> Evidence {
    let measured_by = "cargo test -p agreement --test golden";
    Evidence { right: Some(right), wrong: Some(wrong), measured_by }
}

/// The removed region agrees with the predicted one, by its surface: 0 to 1.
pub const SURFACE_DICE: Limit = Limit::new(
    "reference: surface Dice",
    AtLeast,
    0.80,
    "",
    // Right: everything within 5 mm. Wrong: another place was removed than was predicted.
    &[golden(1.0, 0.0)],
);

/// The removed region agrees with the predicted one, by the 95th percentile of their surfaces'
/// distances.
pub const HD95: Limit = Limit::new(
    "reference: HD95",
    AtMost,
    30.0,
    "mm",
    // Wrong: another place was removed than was predicted.
    &[golden(3.0, 44.0)],
);

/// The picture in the removed region is another, by its structure: −1 to 1.
pub const SSIM: Limit = Limit::new(
    "reference: SSIM",
    AtMost,
    0.80,
    "",
    // Wrong: too few pixels were removed to be compared.
    &[golden(0.0618, 1.0)],
);

/// The picture in the removed region is another, by its intensities.
pub const PSNR: Limit = Limit::new(
    "reference: PSNR",
    AtMost,
    10.0,
    "dB",
    // Wrong: nothing was removed; nothing between was measured.
    &[golden(4.82, f64::INFINITY)],
);

/// All of them, in the order of the reference's report.
pub const ALL: [Limit; 4] = [SURFACE_DICE, HD95, SSIM, PSNR];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_lies_between_what_was_right_and_what_was_wrong() {
        for limit in ALL {
            assert!(limit.lies_between() && limit.margin().is_some(), "{limit:?}");
        }
    }
}
