//! Deidentification: what is decided on each attribute ([`policy`]), what stands in an original's
//! place ([`pseudonym`]), which value stands for the patient ([`patient`]), and what a data set itself
//! tells of a person ([`known_values`]).

pub mod known_values;
pub mod patient;
pub mod policy;
pub mod pseudonym;
pub mod scripts;
