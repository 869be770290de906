//! Header anonymization of DICOM files: `dcm-scrub`.
//!
//! A file's way: `treat` opens it, `engine` decides on its data set with a `recipe`, `job` stages
//! the result, `publish` names it, `run` gives it its row. `relink` goes the way back.

mod args;
mod compat;
mod content;
mod ctp;
mod descriptor;
mod engine;
mod job;
mod known;
mod link;
mod options;
mod pixels;
mod plan;
mod provenance;
mod publish;
mod recipe;
mod relink;
mod rows;
mod run;
mod script;
mod sweep;
mod treat;
mod value;
mod words;

pub use args::Args;
pub use plan::run;
pub use relink::{RelinkArgs, relink};

/// The whole command line: anonymization, and the way back as a subcommand.
pub fn command() -> clap::Command {
    use clap::CommandFactory;
    Args::command()
        .subcommand(RelinkArgs::command())
        .args_conflicts_with_subcommands(true)
        .subcommand_negates_reqs(true)
        .disable_help_subcommand(true)
}
