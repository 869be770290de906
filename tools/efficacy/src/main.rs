//! Makes sets with planted identifiers, scores what became of them, and measures dcm-scrub.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use efficacy::class::Class;
use efficacy::maker::{Scans, Settings, make};
use efficacy::run::{Configuration, Measured, Purpose, measure, page};
use efficacy::score::{Run, Score, score};
use efficacy::{files, key};

/// Plant made-up identifiers in demonstration data, and score what an anonymizer made of them.
#[derive(Debug, Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a set: DIR/originals and the answer key, DIR/key.csv; DIR/key.sql is the same for NCI's
    /// validation script of the MIDI challenge: `sqlite3 answers.db < key.sql`.
    Make {
        /// The folder to write to.
        #[arg(long, value_name = "DIR")]
        output: PathBuf,
        #[command(flatten)]
        set: SetArgs,
    },
    /// Count the required actions that were carried out; exit code 1 if some were not.
    Score {
        /// The folder of the original files.
        #[arg(long, value_name = "DIR")]
        originals: PathBuf,
        /// The answer key.
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        /// The manifest of the run.
        #[arg(long, value_name = "FILE")]
        manifest: PathBuf,
        /// The folder that the paths of the manifest start from.
        #[arg(long, value_name = "DIR", default_value = ".")]
        folder: PathBuf,
        /// The link file of the run: what UIDs and patient IDs became.
        #[arg(long, value_name = "FILE")]
        link: Option<PathBuf>,
        /// Show this many failed actions.
        #[arg(long, value_name = "N", default_value_t = 50)]
        failures: usize,
    },
    /// Measure dcm-scrub: the task, the levels and weakened policies; exit code 1 if the task is
    /// not carried out to the last action, or a weakened policy is.
    Report(ReportArgs),
}

#[derive(Debug, Args)]
struct ReportArgs {
    /// The program to measure; by default the dcm-scrub next to this one.
    #[arg(long, value_name = "PATH")]
    scrub: Option<PathBuf>,
    #[command(flatten)]
    set: SetArgs,
    /// Try the task on sets of so many further seeds.
    #[arg(long, value_name = "N", default_value_t = 5)]
    further: u64,
    /// Measure only these configurations.
    #[arg(long, value_name = "NAME", num_args = 1..)]
    only: Vec<String>,
    /// Write the page of the documentation to FILE, instead of to standard output.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Keep all files below DIR.
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct SetArgs {
    /// Determines everything that is made.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Number of patients.
    #[arg(long, value_name = "N", default_value_t = 16)]
    patients: usize,
}

fn main() -> Result<ExitCode> {
    match Cli::parse().command {
        Command::Make { output, set } => {
            let settings = Settings { seed: set.seed, patients: set.patients };
            let made = make(&output, settings, &mut Scans::default())?;
            println!("{} files, {} required actions", made.files, made.actions);
            Ok(ExitCode::SUCCESS)
        }
        Command::Score { originals, key, manifest, folder, link, failures } => {
            let inputs = files::below(&originals)?;
            let score = score(&key::read(&key)?, &[Run { manifest, folder, link, inputs }])?;
            show(&score, failures);
            let whole = score.failures.is_empty();
            Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Command::Report(args) => report(&args),
    }
}

/// Makes the sets, measures and writes the page.
fn report(args: &ReportArgs) -> Result<ExitCode> {
    let program = match &args.scrub {
        Some(path) => path.clone(),
        None => std::env::current_exe()?.with_file_name("dcm-scrub"),
    };
    let temporary = tempfile::tempdir()?;
    let folder = args.keep.as_deref().unwrap_or(temporary.path());
    let mut all = Configuration::all();
    all.retain(|one| args.only.is_empty() || args.only.iter().any(|name| name == one.name));
    let task: Vec<_> = all.iter().filter(|one| one.purpose == Purpose::Task).cloned().collect();
    let mut scans = Scans::default();
    let mut reports = Vec::new();
    for further in 0..=args.further {
        let configurations = if further == 0 { &all } else { &task };
        let settings = Settings { seed: args.set.seed + further, patients: args.set.patients };
        let set = folder.join(format!("seed{}", settings.seed));
        let report = measure(&program, &set, settings, configurations, &mut scans)?;
        for measured in &report.measured {
            eprintln!("seed {}, {measured}", settings.seed);
        }
        reports.push(report);
    }
    let page = page(&reports);
    match &args.output {
        Some(path) => std::fs::write(path, page)?,
        None => print!("{page}"),
    }
    let as_it_should = reports.iter().flat_map(|r| &r.measured).all(Measured::is_as_it_should);
    Ok(if as_it_should { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn show(score: &Score, failures: usize) {
    for &class in Class::ALL {
        let count = score.of(class);
        println!("{class:16} {:>6} / {:<6} {:>6}", count.correct, count.required, count.percent());
    }
    let total = score.total();
    println!("{:16} {:>6} / {:<6} {:>6}", "total", total.correct, total.required, total.percent());
    for failure in score.failures.iter().take(failures) {
        let action = &failure.action;
        let (class, place) = (action.class, &action.place);
        println!("{class} {place} {} \"{}\": {}", action.instance, action.value, failure.reason);
    }
}
