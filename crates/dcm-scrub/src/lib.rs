//! Header anonymization of DICOM files: `dcm-scrub`.
//!
//! A file's way: `treat` opens it, `engine` decides on its data set with a `recipe`, `job` stages
//! and publishes the result, `run` writes its row.

mod args;
mod compat;
mod engine;
mod job;
mod known;
mod link;
mod plan;
mod provenance;
mod recipe;
mod run;
mod script;
mod sweep;
mod treat;
mod value;

pub use args::Args;
pub use plan::run;
