//! Measures the tools on many CT slices, next to `cp -r` of the same files.

mod cases;
mod measure;
mod networks;
mod report;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;

use cases::Bench;

/// Measure the tools on CT slices of 512 x 512, next to cp -r.
///
/// All programs are run in turn, several times, with the slices in the page cache. If $DCMANON
/// names the program dcmanon (cargo install dicom-anonymization), it is measured as well; if
/// $NNUNETV2 names nnUNetv2_predict_from_modelfolder (pip install nnunetv2), so is inference.
#[derive(Debug, Parser)]
struct Cli {
    /// Folder for slices and outputs, 1 GiB and 3 to 4 more for each round of 2,000 slices; emptied at the end. By default a
    /// temporary folder next to this program.
    #[arg(long)]
    dir: Option<PathBuf>,
    /// How often everything is measured; the table shows medians.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Number of slices.
    #[arg(long, default_value_t = 2000)]
    slices: usize,
    /// Run this program, and print what it used: wall, user and system seconds, peak memory in
    /// KiB, and its exit code.
    #[arg(long, hide = true, num_args = 1.., allow_hyphen_values = true, exclusive = true)]
    measure: Vec<std::ffi::OsString>,
}

fn main() -> Result<ExitCode> {
    let cli = Cli::parse();
    if let Some((program, args)) = cli.measure.split_first() {
        println!("{}", measure::only_child(program, args)?);
        return Ok(ExitCode::SUCCESS);
    }
    let own = std::env::current_exe().context("the folder of the tools is unknown")?;
    let tools = own.parent().context("the folder of the tools is unknown")?;
    let parent = cli.dir.as_deref().unwrap_or(tools);
    fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    let folder = tempfile::Builder::new().prefix("bench-").tempdir_in(parent)?;
    eprintln!("making {} slices", cli.slices);
    let mut bench = Bench::prepare(tools, folder.path(), cli.slices)?;
    let mut rounds = Vec::new();
    for round in 1..=cli.rounds {
        eprintln!("round {round} of {}", cli.rounds);
        rounds.push(bench.round()?);
    }
    print!("{}", report::table(&rounds, cli.slices));
    Ok(ExitCode::SUCCESS)
}
