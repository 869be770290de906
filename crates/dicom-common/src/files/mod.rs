//! Files that appear whole or not at all, folders in which no link is followed, and secrets that only
//! their owner can read.

pub mod folder;
pub mod identity;
pub mod pending;
pub mod publish;
pub mod secret;
pub mod settings;
