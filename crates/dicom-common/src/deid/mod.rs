//! Deidentification: what is decided on each attribute ([`policy`]), what stands in an original's
//! place ([`pseudonym`]), and what a data set itself tells of a person ([`known`]).

pub mod ctp;
pub mod known;
pub mod policy;
pub mod pseudonym;
