//! What a limit is: a number that decides, with what was measured on both sides of it.

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
    /// The unit of all three numbers.
    pub unit: &'static str,
    /// The strictest value with which all was right; none: not measured on this side.
    pub right: Option<f64>,
    /// The first less strict value with which something was wrong; none: not measured on this side,
    /// or nothing went wrong however far it was moved.
    pub wrong: Option<f64>,
    /// The command that measured both sides, run in the root of the repository.
    pub measured_by: &'static str,
}

impl Limit {
    /// Whether a value passes; one that is not a number does not.
    pub fn passes(&self, value: f64) -> bool {
        self.passes_in(value, 1.0)
    }

    /// Whether a value passes a limit that is a share, or a multiple, of another one.
    pub fn passes_in(&self, value: f64, whole: f64) -> bool {
        match self.bound {
            Bound::AtLeast => value >= self.value * whole,
            Bound::AtMost => value <= self.value * whole,
        }
    }

    /// Whether it tells the measured sides apart: what was right passes, what was wrong does not.
    pub fn lies_between(&self) -> bool {
        self.right.is_none_or(|right| self.passes(right))
            && self.wrong.is_none_or(|wrong| !self.passes(wrong))
    }
}
