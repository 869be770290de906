//! Clean descriptors (PS3.15 E.3.5): texts such as Study Description, in which what describes the
//! examination stays and what could tell who the patient is goes.
//!
//! A word stays if it is on a list of words ([`Words`]), and a number if it is short. Everything
//! else goes, and so does what has the form of a date, a telephone number, an address, an
//! identifier or a person's name, whatever its words are. Text goes in, text comes out.

mod clean;
mod endings;
mod hangul;
mod identifying;
mod institution;
mod judge;
mod kept;
mod korean;
pub mod limits;
mod measures;
mod memo;
mod names;
mod patterns;
mod surroundings;
mod token;
mod without;
mod words;

pub use clean::Cleaner;
pub use identifying::identifying;
pub use words::Words;
