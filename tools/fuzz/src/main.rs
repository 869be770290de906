//! `fuzz`: feeds everything that reads foreign bytes with damaged ones, on the stable toolchain.
//!
//! Each target runs in a process of its own, so that whatever it does is seen: a panic, an abort, more
//! than [`MOST_MEMORY`] or [`MOST_TIME`]. An input follows from its target and a number alone, so one that
//! does harm can be made again: it is stored, and becomes a test.

mod mutate;
mod seeds;
mod targets;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Parser;
use dicom_common::imaging::pixels::DECODER;
use rustix::process::{Resource, Rlimit, setrlimit};

use crate::mutate::mutated;
use crate::targets::{TARGETS, Target};

/// Address space of a target: what a frame may take is in a child.
const MOST_MEMORY: u64 = 3 << 30;
/// Time for one input.
const MOST_TIME: Duration = Duration::from_secs(3);

/// Feed everything that reads foreign bytes with damaged ones.
#[derive(Debug, Parser)]
#[command(name = "fuzz", version)]
struct Args {
    /// Seconds for all targets together.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Only this target.
    #[arg(long, value_name = "NAME")]
    target: Option<String>,
    /// The first number of an input; later runs go on where one has ended.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Also begin with the files of DIR/NAME, for each target NAME.
    #[arg(long, value_name = "DIR")]
    corpus: Option<PathBuf>,
    /// Write the inputs that everything begins with to DIR, and do no more.
    #[arg(long, value_name = "DIR")]
    write_corpus: Option<PathBuf>,
    /// Where inputs that do harm are stored.
    #[arg(long, value_name = "DIR", default_value = "target/fuzz")]
    found: PathBuf,
    /// Run the inputs of one target in this process, and write down how far it is.
    #[arg(long, hide = true, value_name = "FILE")]
    here: Option<PathBuf>,
}

fn main() -> Result<ExitCode> {
    apart::serve(&[&DECODER]);
    let args = Args::parse();
    if let Some(folder) = &args.write_corpus {
        return write_corpus(folder).map(|()| ExitCode::SUCCESS);
    }
    let wanted = |target: &&Target| args.target.as_ref().is_none_or(|name| name == target.name);
    let targets: Vec<&Target> = TARGETS.iter().filter(wanted).collect();
    if targets.is_empty() {
        bail!("no such target");
    }
    let each = Duration::from_secs(args.seconds) / u32::try_from(targets.len())?;
    if let (Some(progress), [target]) = (&args.here, targets.as_slice()) {
        run(target, &args, each, progress)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut harmed = 0;
    for target in targets {
        harmed += usize::from(!survives(target, &args, each)?);
    }
    Ok(if harmed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs inputs until the time is over.
fn run(target: &Target, args: &Args, time: Duration, progress: &Path) -> Result<()> {
    let limit = Rlimit { current: Some(MOST_MEMORY), maximum: Some(MOST_MEMORY) };
    setrlimit(Resource::As, limit)?;
    let mut seeds = (target.seeds)();
    if let Some(corpus) = &args.corpus {
        for entry in fs::read_dir(corpus.join(target.name)).into_iter().flatten().flatten() {
            seeds.push(fs::read(entry.path())?);
        }
    }
    let began = Instant::now();
    let mut number = args.from;
    while began.elapsed() < time {
        // Before it is read: whatever happens, the one that did it is known.
        let input = mutated(&seeds, number);
        fs::write(progress, number.to_string())?;
        fs::write(progress.with_extension("bin"), &input)?;
        let one = Instant::now();
        if catch_unwind(AssertUnwindSafe(|| (target.read)(&input))).is_err() {
            bail!("a panic");
        }
        if one.elapsed() > MOST_TIME {
            bail!("{:.1} seconds", one.elapsed().as_secs_f64());
        }
        number += 1;
    }
    Ok(())
}

/// Whether a target was not harmed; tells what happened.
fn survives(target: &Target, args: &Args, time: Duration) -> Result<bool> {
    let memory = Path::new("/dev/shm");
    let parent = if memory.is_dir() { memory.into() } else { std::env::temp_dir() };
    let folder = tempfile::tempdir_in(parent)?;
    let progress = folder.path().join("progress");
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["--target", target.name, "--here"]).arg(&progress);
    command.args(["--seconds", &time.as_secs().max(1).to_string()]);
    command.args(["--from", &args.from.to_string()]);
    if let Some(corpus) = &args.corpus {
        command.arg("--corpus").arg(corpus);
    }
    let mut child = command.stdout(Stdio::null()).spawn()?;
    let patience = Instant::now() + time + 10 * MOST_TIME;
    let status = loop {
        match child.try_wait()? {
            Some(status) => break status.to_string(),
            None if Instant::now() > patience => {
                child.kill()?;
                child.wait()?;
                break "it hangs".into();
            }
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    let last = fs::read_to_string(&progress).unwrap_or_default();
    let runs = last.parse::<u64>().map_or(0, |last| last + 1 - args.from);
    if status == "exit status: 0" {
        println!(
            "{:<12} {runs:>8} inputs, nothing found; --from {}",
            target.name,
            args.from + runs
        );
        return Ok(true);
    }
    fs::create_dir_all(&args.found)?;
    let stored = args.found.join(format!("{}-{last}.bin", target.name));
    fs::copy(progress.with_extension("bin"), &stored).context("the input is lost")?;
    println!("{:<12} {status} at input {last}: {}", target.name, stored.display());
    Ok(false)
}

fn write_corpus(folder: &Path) -> Result<()> {
    for target in &TARGETS {
        fs::create_dir_all(folder.join(target.name))?;
        for (at, seed) in (target.seeds)().into_iter().enumerate() {
            fs::write(folder.join(target.name).join(format!("{at:03}")), seed)?;
        }
    }
    Ok(())
}
