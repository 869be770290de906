//! Deidentification: what is decided on each attribute ([`policy`]), what stands in an original's
//! place ([`pseudonym`]), and what a data set itself tells of a person ([`known_values`]).

pub mod known_values;
pub mod policy;
pub mod pseudonym;
pub mod scripts;
