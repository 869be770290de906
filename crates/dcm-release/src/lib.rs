//! The last filter of the pipeline: `dcm-release` publishes what every stage accepted, and states
//! what was done and what was not.
//!
//! A run has three passes over the rows, so that nothing gets a name in the folder to share before
//! everything is decided: the [`survey`] reads what the rows say, [`staging`] brings the accepted files
//! into the staging folder and compares them with their rows, and [`mod@run`] names them and ends the
//! rows. Between them, [`record`] holds what is known of each row, and [`risk`] may refuse. [`draft`] makes
//! the [`statement`] of it, [`page`] shows it, [`verify`](mod@verify) checks all of it again.
//! Before it, [`join`](mod@join) makes one manifest of those of parts.

mod args;
mod chain;
mod decisions;
mod digest;
mod draft;
mod evidence;
mod folder;
mod hashing;
mod header;
mod join;
mod names;
mod page;
mod place;
mod plan;
mod public;
mod reason;
mod record;
mod required;
mod risk;
mod rows;
mod run;
mod run_record;
mod sign;
mod stage;
mod staging;
mod statement;
mod sums;
mod survey;
mod unchecked;
mod verify;

pub use args::{Args, VerifyArgs};
pub use join::{JoinArgs, join};
pub use plan::{Done, release};
pub use run::Extent;
pub use verify::verify;

/// The whole command line: the release; its check and the joining of manifests as subcommands.
pub fn command() -> clap::Command {
    use clap::CommandFactory;
    Args::command()
        .subcommand(VerifyArgs::command())
        .subcommand(JoinArgs::command())
        .args_conflicts_with_subcommands(true)
        .subcommand_negates_reqs(true)
        .disable_help_subcommand(true)
}
