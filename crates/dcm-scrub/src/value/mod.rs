//! New values for old ones: pure functions from a value field's bytes to another's.

mod kept;
mod pseudonym;
mod round;
mod shift;

pub use kept::{is_private_creator, kept};
pub use pseudonym::{hash, new_uids};
pub use round::{nearest, round};
pub use shift::shift;
