//! The tool in its pipeline: what gets into the folder to share, what does not, and what is said of it.

mod canaries;
mod commands;
mod common;
mod join;
mod refusals;
mod release;
mod statement;
mod verify;
