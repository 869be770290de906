//! Numbers that decide, each with what was measured on both sides of it.
//!
//! A crate that decides by numbers lists them in its `limits.rs`, as [`Limit`]s. What was measured
//! stands beside the number, so that whoever changes it sees how much room there is, and pages of the
//! documentation show the same list as a [`fn@table`].

mod table;

pub use table::table;

/// Which values pass a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// The limit and everything above it.
    AtLeast,
    /// The limit and everything below it.
    AtMost,
    /// Everything above the limit, but not the limit itself.
    Above,
    /// Everything below the limit, but not the limit itself.
    Below,
}

/// What was measured on the two sides of a limit, in the limit's unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// The worst value, among those that pass, that was measured where the answer is right; none
    /// where nothing was measured on this side.
    pub right: Option<f64>,
    /// The best value that was measured where the answer is wrong and that this limit alone refuses;
    /// none where no such thing was met.
    pub wrong: Option<f64>,
    /// The command that measured both, run in the root of the repository.
    pub measured_by: &'static str,
}

/// A number that decides, and the evidence for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// What is decided and the quantity that is compared: `pair: nose`.
    pub name: &'static str,
    /// Which values pass.
    pub bound: Bound,
    /// The limit itself, in [`Limit::unit`].
    pub value: f64,
    /// The unit of all numbers; empty for shares and ratios.
    pub unit: &'static str,
    /// What was measured; empty where nobody has.
    pub evidence: &'static [Evidence],
}

impl Limit {
    /// A limit with what was measured of it.
    pub const fn new(
        name: &'static str,
        bound: Bound,
        value: f64,
        unit: &'static str,
        evidence: &'static [Evidence],
    ) -> Self {
        Self { name, bound, value, unit, evidence }
    }

    /// Whether a value passes; one that is not a number does not.
    ///
    /// ```
    /// use limit::{Bound, Evidence, Limit};
    ///
    /// const BRAIN: Limit = Limit {
    ///     name: "brain in the cut",
    ///     bound: Bound::AtMost,
    ///     value: 40.0,
    ///     unit: "ml",
    ///     evidence: &[Evidence { right: Some(20.0), wrong: Some(55.0), measured_by: "make heads" }],
    /// };
    ///
    /// assert!(BRAIN.passes(40.0));
    /// assert!(!BRAIN.passes(40.1) && !BRAIN.passes(f64::NAN));
    /// assert_eq!(BRAIN.margin(), Some(15.0));
    /// ```
    pub fn passes(&self, value: f64) -> bool {
        self.passes_in(value, 1.0)
    }

    /// Whether a value passes a limit that is a share, or a multiple, of another value.
    pub fn passes_in(&self, value: f64, whole: f64) -> bool {
        let limit = self.value * whole;
        match self.bound {
            Bound::AtLeast => value >= limit,
            Bound::AtMost => value <= limit,
            Bound::Above => value > limit,
            Bound::Below => value < limit,
        }
    }

    /// Whether a value of single precision passes the limit rounded to single precision.
    pub fn passes_single(&self, value: f32) -> bool {
        let limit = self.value as f32;
        match self.bound {
            Bound::AtLeast => value >= limit,
            Bound::AtMost => value <= limit,
            Bound::Above => value > limit,
            Bound::Below => value < limit,
        }
    }

    /// Whether it tells the measured sides apart: what was right passes, what was wrong does not.
    pub fn lies_between(&self) -> bool {
        self.evidence.iter().all(|measured| {
            measured.right.is_none_or(|right| self.passes(right))
                && measured.wrong.is_none_or(|wrong| !self.passes(wrong))
        })
    }

    /// How far the nearest measured value on either side is from the limit, in the limit's unit; none
    /// where nothing was measured.
    pub fn margin(&self) -> Option<f64> {
        let sides = self.evidence.iter().flat_map(|measured| [measured.right, measured.wrong]);
        sides.flatten().map(|side| (side - self.value).abs()).reduce(f64::min)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(bound: Bound) -> Limit {
        Limit { name: "x", bound, value: 0.7, unit: "", evidence: &[] }
    }

    #[test]
    fn the_limit_itself_passes_or_not_and_what_is_no_number_never_does() {
        for (bound, below, itself, above) in [
            (Bound::AtLeast, false, true, true),
            (Bound::AtMost, true, true, false),
            (Bound::Above, false, false, true),
            (Bound::Below, true, false, false),
        ] {
            let limit = limit(bound);
            assert_eq!([0.6, 0.7, 0.8].map(|v| limit.passes(v)), [below, itself, above]);
            assert_eq!([0.6, 0.7, 0.8].map(|v| limit.passes_single(v)), [below, itself, above]);
            assert!(!limit.passes(f64::NAN) && !limit.passes_single(f32::NAN));
        }
    }

    #[test]
    fn a_limit_on_the_wrong_side_of_what_was_measured_is_noticed() {
        const RIGHT: &[Evidence] =
            &[Evidence { right: Some(0.9), wrong: Some(0.65), measured_by: "x" }];
        const TOO_LOW: &[Evidence] =
            &[Evidence { right: None, wrong: Some(0.75), measured_by: "x" }];
        let with = |evidence| Limit { evidence, ..limit(Bound::AtLeast) };
        assert!(with(&[]).lies_between() && with(RIGHT).lies_between());
        assert!(!with(TOO_LOW).lies_between());
        assert_eq!(with(&[]).margin(), None);
        assert!((with(RIGHT).margin().unwrap() - 0.05).abs() < 1e-12);
    }
}
