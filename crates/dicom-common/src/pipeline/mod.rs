//! One row for each input, from tool to tool: inputs are found ([`discover`]), their rows read and
//! written ([`manifest`]), their files checked ([`intact`]) and described ([`facts`]), by one
//! contract of the command line ([`cli`]).

pub mod cli;
pub mod discover;
pub mod facts;
pub mod intact;
pub mod manifest;
pub mod names;
