//! New values for old ones: pure functions from a value field's bytes to another's.

mod round;
mod shift;

pub use round::{cap_age, round};
pub use shift::shift;
