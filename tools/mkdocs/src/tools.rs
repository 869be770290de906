//! The tools that have a manual page and completions.

use clap::{Command, CommandFactory};

/// The command lines of all tools.
pub fn all() -> Vec<Command> {
    vec![dcm_scrub::Args::command(), dcm_deface::Args::command(), dcm_hdrcheck::Args::command()]
}
