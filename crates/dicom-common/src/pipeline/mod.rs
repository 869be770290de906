//! One row for each input, from tool to tool: inputs are found ([`discover`]), their rows read and
//! written ([`manifest`]), their files checked ([`seal`], [`same_file`]) and described ([`instance`]), what
//! persons decided is read ([`decisions`]), by one contract of the command line ([`cli`]), and every tool
//! runs the same way ([`session`]). What lies among them without a row is told ([`unnamed`]).

pub mod cli;
pub mod decisions;
pub mod discover;
pub mod instance;
pub mod manifest;
pub mod same_file;
pub mod seal;
pub mod session;
pub mod unnamed;
