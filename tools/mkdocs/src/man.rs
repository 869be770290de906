//! Manual pages.

use std::iter;

use anyhow::Result;
use clap::builder::StyledStr;
use clap::{Arg, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::page::Page;
use crate::surroundings::{self, Entry};
use crate::synopsis::synopsis;
use crate::tools;

/// The manual page of a tool. It names no date and no version: it changes only with the tool.
///
/// # Errors
/// None in practice: everything is written to memory.
pub fn page(tool: &Command) -> Result<Page> {
    let man = Man::new(tool.clone().mut_args(with_aliases))
        .date("")
        .source("dcm-tools")
        .manual("User Commands");
    let mut text = Vec::new();
    man.render_title(&mut text)?;
    man.render_name_section(&mut text)?;
    let name = tool.get_bin_name().unwrap_or(tool.get_name());
    synopsis(tool, name).to_writer(&mut text)?;
    man.render_description_section(&mut text)?;
    man.render_options_section(&mut text)?;
    if tool.has_subcommands() {
        man.render_subcommands_section(&mut text)?;
    }
    let after = tool.get_after_long_help().map(ToString::to_string);
    sections(&after.unwrap_or_default()).to_writer(&mut text)?;
    let page = tools::page_name(tool);
    entries("ENVIRONMENT", &surroundings::environment(page)).to_writer(&mut text)?;
    entries("FILES", &surroundings::files(page)).to_writer(&mut text)?;
    see_also_but(page).to_writer(&mut text)?;
    let path = format!("docs/man/{page}.1");
    Ok(Page::new(path, &String::from_utf8_lossy(&text)))
}

/// The other names of a flag, which the page maker leaves out.
fn with_aliases(arg: Arg) -> Arg {
    let names = arg.get_visible_aliases().unwrap_or_default();
    let names: Vec<_> = names.iter().map(|name| format!("--{name}")).collect();
    if names.is_empty() {
        return arg;
    }
    let also = |help: &StyledStr| format!("{help} [aliases: {}]", names.join(", "));
    let short = arg.get_help().map(also).unwrap_or_default();
    let long = arg.get_long_help().map(also);
    match long {
        Some(long) => arg.help(short).long_help(long),
        None => arg.help(short),
    }
}

/// The text after the options: `Title:` at the start of a line begins a section, indented lines
/// stay as they are, others form paragraphs.
pub fn sections(text: &str) -> Roff {
    let mut roff = Roff::new();
    let mut as_it_is = false;
    for line in text.lines() {
        let indented = line.starts_with(' ');
        if indented != as_it_is {
            roff.control(if indented { "nf" } else { "fi" }, []);
            as_it_is = indented;
        }
        match line.strip_suffix(':') {
            Some(title) if !indented => {
                roff.control("SH", [heading(title).as_str()]);
            }
            _ if line.is_empty() => {
                roff.control("PP", []);
            }
            _ => {
                roff.text([roman(line.trim_start())]);
            }
        }
    }
    if as_it_is {
        roff.control("fi", []);
    }
    roff
}

/// Section names as readers of manual pages expect them.
fn heading(title: &str) -> String {
    match title {
        "Exit codes" => "EXIT STATUS".into(),
        other => other.to_uppercase(),
    }
}

/// A section of names with what they mean; none where there are none.
fn entries(title: &str, entries: &[Entry]) -> Roff {
    let mut roff = Roff::new();
    if !entries.is_empty() {
        roff.control("SH", [title]);
    }
    for Entry { name, meaning } in entries {
        roff.control("TP", []);
        roff.text([bold(*name)]);
        roff.text([roman(*meaning)]);
    }
    roff
}

/// All other manual pages.
pub fn see_also_but(page: &str) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["SEE ALSO"]);
    let tools = tools::all();
    let commands = tools.iter().flat_map(|other| iter::once(other).chain(other.get_subcommands()));
    for other in commands.map(tools::page_name).filter(|other| *other != page) {
        roff.text([bold(other), roman("(1),")]);
    }
    roff.text([bold("manifest"), roman("(5),")]);
    roff.text([bold("dcm-tools"), roman("(7)")]);
    roff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_and_examples_keep_their_form() {
        let text = sections("Examples:\n  a > b\n\nExit codes:\n  0 fine\n\nThe end.").render();
        assert!(text.contains(".SH EXAMPLES\n.nf\na > b\n.fi\n"), "{text}");
        assert!(text.contains(".SH \"EXIT STATUS\"\n.nf\n0 fine\n.fi\n"), "{text}");
        assert!(text.ends_with("The end.\n"), "{text}");
    }

    #[test]
    fn a_synopsis_has_every_flag_with_its_argument_and_pages_name_variables_and_files() {
        for tool in tools::all() {
            let page = page(&tool).unwrap().content;
            let synopsis = page.split(".SH DESCRIPTION").next().unwrap();
            let level = "\\fB\\-\\-level\\fR \\fILEVEL\\fR";
            let has_level = tool.get_arguments().any(|arg| arg.get_long() == Some("level"));
            assert_eq!(synopsis.contains(level), has_level, "{synopsis}");
            assert!(synopsis.contains("\\fB\\-\\-manifest\\fR \\fIFILE\\fR"), "{synopsis}");
            for section in [".SH ENVIRONMENT", ".SH FILES", ".SH \"EXIT STATUS\""] {
                assert!(page.contains(section), "{}: {section}", tool.get_name());
            }
        }
    }

    #[test]
    fn a_page_shows_the_other_names_of_flags() {
        let tool = tools::all().remove(0);
        let page = page(&tool).unwrap();
        assert!(page.content.contains("\\-\\-option"));
    }
}
