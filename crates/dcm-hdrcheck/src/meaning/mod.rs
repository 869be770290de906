//! What attributes, codes and content items are about, as far as they may tell of a person.

mod codes;
mod concepts;
mod kinds;

pub(crate) use codes::{Coded, coded};
pub(crate) use concepts::{About, about};
pub(crate) use kinds::is_identifying;
