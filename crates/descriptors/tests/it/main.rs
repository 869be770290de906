//! The words that stay, on sentences that were written for it.

mod evaluation;
mod limits;
