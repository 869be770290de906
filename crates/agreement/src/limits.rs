//! The four limits of the reference's verification, each with what was measured on both sides of it.
//!
//! They are the reference's own: a scan passes by all four or not at all ([`crate::Verdicts`]). The
//! other numbers of this crate (tolerances, windows, percentiles) are parts of the reference's
//! procedure. They decide nothing by themselves and stand where they are used.

/// Which values pass a limit. The limit itself passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// The limit and everything above it.
    AtLeast,
    /// The limit and everything below it.
    AtMost,
}

/// A number that decides, and the evidence for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// The quantity that is compared with it.
    pub name: &'static str,
    /// Which values pass.
    pub bound: Bound,
    /// The limit, in [`Limit::unit`].
    pub value: f64,
    /// The unit of all three numbers; empty where there is none.
    pub unit: &'static str,
    /// The worst value that was measured where the scan is right; none: not measured on this side.
    pub right: Option<f64>,
    /// The best value that was measured where the scan is wrong; none: not measured on this side.
    pub wrong: Option<f64>,
    /// The command that measured both sides, run in the root of the repository.
    pub measured_by: &'static str,
}

impl Limit {
    /// Whether a value passes; one that is not a number does not.
    ///
    /// ```
    /// use agreement::limits::{HD95, SURFACE_DICE};
    ///
    /// assert!(HD95.passes(30.0) && !HD95.passes(30.1));
    /// assert!(SURFACE_DICE.passes(0.8) && !SURFACE_DICE.passes(f64::NAN));
    /// ```
    pub fn passes(&self, value: f64) -> bool {
        match self.bound {
            Bound::AtLeast => value >= self.value,
            Bound::AtMost => value <= self.value,
        }
    }

    /// Whether it tells the measured sides apart: what was right passes, what was wrong does not.
    pub fn lies_between(&self) -> bool {
        self.right.is_none_or(|right| self.passes(right))
            && self.wrong.is_none_or(|wrong| !self.passes(wrong))
    }
}

/// The seven volumes of the reference's own test. Where one of the four numbers is as it should be, it
/// counts as right for this number, whatever the others say.
const GOLDEN: &str = "cargo test -p agreement --test golden";

/// The removed region agrees with the predicted one, by its surface: 0 to 1.
pub const SURFACE_DICE: Limit = Limit {
    name: "surface Dice",
    bound: Bound::AtLeast,
    value: 0.80,
    unit: "",
    // Everything within 5 mm.
    right: Some(1.0),
    // Another place was removed than was predicted.
    wrong: Some(0.0),
    measured_by: GOLDEN,
};

/// The removed region agrees with the predicted one, by the 95th percentile of their surfaces'
/// distances.
pub const HD95: Limit = Limit {
    name: "HD95",
    bound: Bound::AtMost,
    value: 30.0,
    unit: "mm",
    right: Some(3.0),
    // Another place was removed than was predicted.
    wrong: Some(44.0),
    measured_by: GOLDEN,
};

/// The picture in the removed region is another, by its structure: −1 to 1.
pub const SSIM: Limit = Limit {
    name: "SSIM",
    bound: Bound::AtMost,
    value: 0.80,
    unit: "",
    right: Some(0.0618),
    // Too few pixels were removed to be compared.
    wrong: Some(1.0),
    measured_by: GOLDEN,
};

/// The picture in the removed region is another, by its intensities.
pub const PSNR: Limit = Limit {
    name: "PSNR",
    bound: Bound::AtMost,
    value: 10.0,
    unit: "dB",
    right: Some(4.82),
    // Nothing was removed; nothing between was measured.
    wrong: Some(f64::INFINITY),
    measured_by: GOLDEN,
};

/// All of them, in the order of the reference's report.
pub const ALL: [Limit; 4] = [SURFACE_DICE, HD95, SSIM, PSNR];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_lies_between_what_was_right_and_what_was_wrong() {
        for limit in ALL {
            assert!(limit.lies_between(), "{limit:?}");
            assert!(limit.right.is_some() && limit.wrong.is_some(), "{}", limit.name);
        }
    }
}
