//! Files that appear whole or not at all, and secrets that only their owner can read.

pub mod pending;
pub mod publish;
pub mod secret;
