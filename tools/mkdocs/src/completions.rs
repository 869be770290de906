//! Shell completions, under the names that the shells look for.

use clap::Command;
use clap_complete::{Shell, generate};

use crate::page::Page;

/// The completions of a tool for bash, zsh and fish.
pub fn pages(tool: &Command) -> Vec<Page> {
    let name = tool.get_name();
    let shells = [
        (Shell::Bash, format!("bash/{name}")),
        (Shell::Zsh, format!("zsh/_{name}")),
        (Shell::Fish, format!("fish/{name}.fish")),
    ];
    let page = |(shell, file)| {
        let mut text = Vec::new();
        generate(shell, &mut tool.clone(), name, &mut text);
        let path = format!("docs/completions/{file}");
        let text = String::from_utf8_lossy(&text).into_owned();
        let text = match shell {
            Shell::Bash => mended(name, &text),
            Shell::Fish => without_parsing(tool, &text),
            _ => text,
        };
        Page::new(path, &text)
    };
    shells.into_iter().map(page).collect()
}

/// clap_complete 4.6 names the cases of subcommands in another way than it selects them where the
/// tool's name has a hyphen.
fn mended(name: &str, text: &str) -> String {
    text.replace(&name.replace('-', "__subcmd__"), &name.replace('-', "__"))
}

/// clap_complete offers a flag's values in fish only where all words before can be parsed: not where the
/// flag still waits for its value, nor behind a file. Whether a subcommand was seen is all that counts.
fn without_parsing(tool: &Command, text: &str) -> String {
    let condition = format!("__fish_{}_needs_command", tool.get_name().replace('-', "_"));
    let subcommands: Vec<_> = tool.get_subcommands().map(Command::get_name).collect();
    let seen = format!("-n \"not __fish_seen_subcommand_from {}\"", subcommands.join(" "));
    text.replace(&format!("-n \"{condition}\""), &seen)
}

#[cfg(test)]
mod tests {
    use crate::tools;

    use super::*;

    #[test]
    fn fish_offers_the_values_of_a_flag_that_waits_for_one() {
        for tool in tools::all() {
            let text = pages(&tool).remove(2).content;
            assert!(!text.contains("needs_command\" "), "{}", tool.get_name());
            let has_level = tool.get_arguments().any(|arg| arg.get_long() == Some("level"));
            let level = text.lines().find(|line| line.contains(" -l level "));
            assert_eq!(level.is_some_and(|l| l.contains("-r -f -a \"low")), has_level);
        }
    }

    #[test]
    fn every_command_that_bash_selects_has_its_case() {
        for tool in tools::all() {
            let text = pages(&tool).remove(0).content;
            let selected: Vec<_> = text
                .lines()
                .filter_map(|line| line.trim().strip_prefix("cmd=\"")?.strip_suffix('"'))
                .filter(|name| !name.is_empty())
                .collect();
            assert_eq!(selected.len(), 1 + tool.get_subcommands().count(), "{}", tool.get_name());
            for name in selected {
                let case = format!("{name})");
                assert!(text.lines().any(|line| line.trim() == case), "{case}");
            }
        }
    }
}
