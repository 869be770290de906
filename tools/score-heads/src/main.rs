//! Measures dcm-deface on made-up heads whose face and brain are known.

mod case;
mod cues;
mod deface;
mod folder;
mod frame;
mod known;
mod mask;
mod page;
mod plane;
mod score;
mod slice;
mod study;
mod verdict;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use demo_data::heads::cases;
use tempfile::TempDir;

use case::Entry;
use cues::Line;
use folder::files;
use known::Known;
use study::STUDIES;
use verdict::Verdict;

/// Measure dcm-deface on made-up heads: is the face gone, is the brain intact, is nothing else
/// touched?
///
/// Makes one case after the other, defaces it and compares what was written with what is known of
/// the head. The exit code is 1 if some case fails.
#[derive(Debug, Parser)]
#[command(version)]
struct Cli {
    /// The program to measure; by default the dcm-deface next to this one.
    #[arg(long, value_name = "PATH")]
    deface: Option<PathBuf>,
    /// Write the page of the documentation to FILE, instead of the table to standard output.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write what each limit of the face was compared with to FILE, as CSV.
    #[arg(long, value_name = "FILE")]
    cues: Option<PathBuf>,
    /// Deface nothing, but write the cues of other heads: DIR/NAME/dicom, with the landmarks of their
    /// faces in DIR/NAME/truth.json.
    #[arg(long, value_name = "DIR", requires = "cues")]
    annotated: Option<PathBuf>,
    /// Measure only the cases whose names begin like this.
    #[arg(long, num_args = 1.., value_name = "NAME")]
    only: Vec<String>,
    /// Seed of the noise and of the unique identifiers.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Keep all files below DIR: CASE/dicom, CASE/defaced and CASE/deface.csv. No CASE may be there yet.
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

fn main() -> Result<ExitCode> {
    let cli = Cli::parse();
    if let (Some(folder), Some(cues)) = (&cli.annotated, &cli.cues) {
        cues::write(&annotated(folder)?, cues)?;
        return Ok(ExitCode::SUCCESS);
    }
    let entries = measured(&cli)?;
    if let Some(path) = &cli.cues {
        let lines: Vec<Line> = entries.iter().flat_map(|entry| entry.cues.clone()).collect();
        cues::write(&lines, path)?;
    }
    let text = match &cli.output {
        Some(path) => {
            let page = page::page(&entries);
            fs::write(path, page).with_context(|| format!("cannot write {}", path.display()))?;
            page::summary(&entries)
        }
        None => page::table(&entries) + "\n" + &page::summary(&entries),
    };
    println!("{text}");
    let failed = entries.iter().any(|entry| entry.verdict == Verdict::Fail);
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn measured(cli: &Cli) -> Result<Vec<Entry>> {
    let program = match &cli.deface {
        Some(path) => path.clone(),
        None => std::env::current_exe()?.with_file_name("dcm-deface"),
    };
    let wanted = |name: &str| cli.only.is_empty() || cli.only.iter().any(|n| name.starts_with(n));
    let all = cases(cli.seed);
    let folder = |name: &str| match &cli.keep {
        Some(folder) => Ok(Place::Kept(fresh(&folder.join(name))?)),
        None => Ok::<_, anyhow::Error>(Place::Passing(tempfile::tempdir()?)),
    };
    let mut entries = Vec::new();
    let mut add = |entry: Entry| {
        eprintln!("{} {} ({})", entry.verdict, entry.name, entry.statuses.join(", "));
        entries.push(entry);
    };
    for case in all.iter().filter(|case| wanted(&case.name)) {
        add(Entry::of(case, folder(&case.name)?.path(), &program)?);
    }
    for study in STUDIES.iter().filter(|study| wanted(study.name)) {
        study.entries(&all, folder(study.name)?.path(), &program)?.into_iter().for_each(&mut add);
    }
    ensure!(!entries.is_empty(), "no case has such a name");
    Ok(entries)
}

/// The cues of heads whose landmarks are known.
fn annotated(folder: &Path) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for head in files(folder)?.into_iter().filter(|path| path.join("truth.json").is_file()) {
        let name = head.file_name().unwrap_or_default().to_string_lossy().into_owned();
        lines.extend(cues::lines(
            &name,
            &Known::read(&head.join("truth.json"))?,
            &head.join("dicom"),
        )?);
    }
    Ok(lines)
}

/// Where the files of a case lie.
enum Place {
    /// For whoever asked for them.
    Kept(PathBuf),
    /// Until they are measured.
    Passing(TempDir),
}

impl Place {
    fn path(&self) -> &Path {
        match self {
            Self::Kept(path) => path,
            Self::Passing(folder) => folder.path(),
        }
    }
}

/// A folder that was not there: dcm-deface writes next to what is there.
fn fresh(folder: &Path) -> Result<PathBuf> {
    let made =
        folder.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::create_dir(folder));
    made.with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder.to_owned())
}
