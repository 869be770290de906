//! Header anonymization of DICOM files: `dcm-scrub`.
//!
//! A file's way: `treat` opens it, `engine` takes its data set to `editor`, which asks the `method`
//! (a level, a profile or a script) what is done with each element, `job` stages the result,
//! `publish` names it, `run` gives it its row. `relink` goes the way back;
//! `shard` splits inputs before all of it.

mod args;
mod changed_uids;
mod codes;
mod compat;
mod content;
mod converters;
mod ctp;
mod descriptor;
mod editor;
mod engine;
mod find;
mod flag_file;
mod headers;
mod job;
mod known;
mod link;
mod method;
mod pixels;
mod plan;
mod policy;
mod private_blocks;
mod provenance;
mod publish;
mod relink;
mod remembered;
mod reproduction;
mod rows;
mod run;
mod script;
mod settle;
mod setup;
mod shard;
mod subject;
mod subjects_map;
mod sweep;
mod sweep_cache;
mod treat;
mod value;
mod words;

pub use args::Args;
pub use plan::run;
pub use policy::{PolicyArgs, policy};
pub use relink::{RelinkArgs, relink};
pub use shard::{ShardArgs, shard};

/// The whole command line: anonymization; the way back, the table of actions and the splitting of
/// inputs as subcommands.
pub fn command() -> clap::Command {
    use clap::CommandFactory;
    Args::command()
        .subcommand(RelinkArgs::command())
        .subcommand(PolicyArgs::command())
        .subcommand(ShardArgs::command())
        .args_conflicts_with_subcommands(true)
        .subcommand_negates_reqs(true)
        .disable_help_subcommand(true)
}
