//! The planted identifiers and their scorer.

mod maker;
mod scorer;
