//! Makes the man pages, the shell completions and the reference pages below `docs/`, all of them
//! from the definitions that the tools themselves use.

mod attributes;
mod codes;
mod completions;
mod levels;
mod limits;
mod man;
mod manifest;
mod overview;
mod page;
mod profile;
mod surroundings;
mod synopsis;
mod table;
mod tools;
mod words;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use page::Page;

/// Make the generated pages of docs/, or check that they are up to date.
#[derive(Debug, Parser)]
struct Cli {
    /// The folder that holds docs/; by default this workspace.
    root: Option<PathBuf>,
    /// Write nothing; name the files that are not up to date, and fail if there are any.
    #[arg(long)]
    check: bool,
}

fn main() -> Result<ExitCode> {
    let cli = Cli::parse();
    let root = cli.root.unwrap_or_else(workspace);
    let pages = pages()?;
    if !cli.check {
        for page in &pages {
            page.write(&root)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let stale = stale(&pages, &root);
    for page in &stale {
        eprintln!("stale: {}", page.display());
    }
    if stale.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("make them again with: make docs");
    Ok(ExitCode::from(1))
}

/// Every generated file.
fn pages() -> Result<Vec<Page>> {
    let mut pages =
        vec![codes::page(), manifest::page(), levels::page(), profile::page(), attributes::page()];
    pages.extend(limits::pages()?);
    pages.extend(overview::pages());
    for tool in tools::all() {
        pages.push(man::page(&tool)?);
        for subcommand in tool.get_subcommands() {
            pages.push(man::page(subcommand)?);
        }
        pages.extend(completions::pages(&tool));
    }
    Ok(pages)
}

/// The pages below `root` that are missing or hold something else.
fn stale<'a>(pages: &'a [Page], root: &Path) -> Vec<&'a Path> {
    let stale = pages.iter().filter(|page| !page.is_fresh(root));
    stale.map(|page| page.path.as_path()).collect()
}

/// The folder two above this crate.
fn workspace() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_fresh_until_it_is_changed() {
        let root = tempfile::tempdir().unwrap();
        let pages = pages().unwrap();
        assert_eq!(stale(&pages, root.path()).len(), pages.len());
        for page in &pages {
            page.write(root.path()).unwrap();
        }
        assert!(stale(&pages, root.path()).is_empty());
        std::fs::write(root.path().join("docs/codes.md"), "old").unwrap();
        assert_eq!(stale(&pages, root.path()), [Path::new("docs/codes.md")]);
    }

    #[test]
    fn the_pages_of_this_workspace_are_fresh() {
        let pages = pages().unwrap();
        let stale = stale(&pages, &workspace());
        assert!(stale.is_empty(), "make them again with `make docs`: {stale:?}");
    }

    #[test]
    fn two_makings_are_equal_and_every_line_ends() {
        let first = pages().unwrap();
        assert_eq!(first, pages().unwrap());
        assert!(first.iter().all(|page| page.content.ends_with('\n')));
    }
}
