//! The synopsis of a manual page: every flag with what it takes.

use clap::{Arg, ArgAction, Command};
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};

/// The synopsis of a command and of its subcommands.
pub fn synopsis(tool: &Command, name: &str) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["SYNOPSIS"]);
    let mut words = vec![bold(name)];
    let required = tool.get_groups().find(|group| group.is_required_set());
    let in_group = |arg: &Arg| {
        required.is_some_and(|group| group.get_args().any(|member| member == arg.get_id()))
    };
    let shown = || tool.get_arguments().filter(|arg| !arg.is_hide_set() && !is_of_clap(arg));
    let flags = || shown().filter(|arg| !arg.is_positional());
    let choices: Vec<&Arg> = shown().filter(|arg| in_group(arg)).collect();
    for (at, arg) in choices.iter().enumerate() {
        words.push(roman(if at == 0 { " {" } else { " | " }));
        words.extend(usage(arg));
    }
    if !choices.is_empty() {
        words.push(roman("}"));
    }
    for arg in flags().filter(|arg| arg.is_required_set()) {
        words.push(roman(" "));
        words.extend(usage(arg));
    }
    for arg in flags().filter(|arg| !arg.is_required_set() && !in_group(arg)) {
        words.push(roman(" ["));
        words.extend(usage(arg));
        words.push(roman("]"));
    }
    for arg in shown().filter(|arg| arg.is_positional()) {
        words.push(roman(if arg.is_required_set() { " " } else { " [" }));
        words.extend(usage(arg));
        words.push(roman(if arg.is_required_set() { "" } else { "]" }));
    }
    roff.text(words);
    for subcommand in tool.get_subcommands() {
        roff.control("br", []);
        roff.text([bold(format!("{name} {}", subcommand.get_name())), roman(" ...")]);
    }
    roff
}

/// Whether clap adds it to every command.
fn is_of_clap(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::Help | ArgAction::HelpShort | ArgAction::HelpLong)
        || matches!(arg.get_action(), ArgAction::Version)
}

/// A flag with the names of its values.
fn usage(arg: &Arg) -> Vec<Inline> {
    let mut words = Vec::new();
    match (arg.get_long(), arg.get_short()) {
        (Some(long), _) => words.push(bold(format!("--{long}"))),
        (None, Some(short)) => words.push(bold(format!("-{short}"))),
        (None, None) => {}
    }
    let takes_values = arg.is_positional() || arg.get_action().takes_values();
    if takes_values {
        let names = match arg.get_value_names() {
            Some(names) => names.iter().map(ToString::to_string).collect(),
            None => vec![arg.get_id().as_str().to_uppercase()],
        };
        for name in names {
            if !words.is_empty() {
                words.push(roman(" "));
            }
            words.push(italic(name));
        }
    }
    let many = arg.get_num_args().is_some_and(|range| range.max_values() > 1);
    if many || matches!(arg.get_action(), ArgAction::Append | ArgAction::Count) {
        words.push(roman("..."));
    }
    words
}
