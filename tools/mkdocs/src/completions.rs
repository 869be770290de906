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
        Page::new(path, &String::from_utf8_lossy(&text))
    };
    shells.into_iter().map(page).collect()
}
