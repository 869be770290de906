//! The tools that have a manual page and completions.

use clap::{Command, CommandFactory};

/// The command lines of all tools.
pub fn all() -> Vec<Command> {
    let mut tools = vec![
        dcm_scrub::command(),
        dcm_deface::Args::command(),
        dcm_hdrcheck::Args::command(),
        dcm_facecheck::Args::command(),
        dcm_release::command(),
    ];
    // Subcommands learn their full names.
    tools.iter_mut().for_each(Command::build);
    tools
}

/// What a manual page is called: `tool`, or `tool-subcommand`.
pub fn page_name(command: &Command) -> &str {
    command.get_display_name().unwrap_or(command.get_name())
}
