//! What a program uses: the system's account of the only child of a process.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::str::FromStr;
use std::time::{Duration, Instant};
use std::{fmt, io};

use anyhow::{Context, Result, bail, ensure};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;

/// What one run of a program used.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Usage {
    /// Seconds from start to end.
    pub wall: f64,
    /// Seconds of all processors in the program and in the system for it.
    pub cpu: f64,
    /// Most memory at any time, in MB of a million bytes.
    pub memory: f64,
    code: i32,
}

/// Runs a program and measures it. The account of children adds up over all that a process ever
/// had, so this must be the first and only one.
///
/// # Errors
/// When the program cannot be run.
pub fn only_child(program: &OsStr, args: &[impl AsRef<OsStr>]) -> Result<Usage> {
    let start = Instant::now();
    let status = Command::new(program)
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .with_context(|| format!("{} cannot be run", program.display()))?;
    let wall = start.elapsed().as_secs_f64();
    let account = getrusage(UsageWho::RUSAGE_CHILDREN).map_err(io::Error::from)?;
    // Linux counts in KiB.
    let kib = u32::try_from(account.max_rss()).unwrap_or(u32::MAX);
    Ok(Usage {
        wall,
        cpu: seconds(account.user_time()) + seconds(account.system_time()),
        memory: f64::from(kib) * 1024.0 / 1e6,
        code: status.code().unwrap_or(-1),
    })
}

fn seconds(time: TimeVal) -> f64 {
    let micros = u64::try_from(time.tv_usec()).unwrap_or(0);
    let whole = u64::try_from(time.tv_sec()).unwrap_or(0);
    (Duration::from_secs(whole) + Duration::from_micros(micros)).as_secs_f64()
}

/// Runs a program in a process of its own that measures it, and demands success.
///
/// # Errors
/// When it cannot be run or fails.
pub fn measured(program: &Path, args: &[&OsStr]) -> Result<Usage> {
    let output = Command::new(std::env::current_exe()?)
        .arg("--measure")
        .arg(program)
        .args(args)
        .stderr(Stdio::inherit())
        .output()?;
    ensure!(output.status.success(), "{} was not run", program.display());
    let usage: Usage = String::from_utf8_lossy(&output.stdout).trim().parse()?;
    match usage.code {
        0 => Ok(usage),
        code => bail!("{} ended with code {code}", program.display()),
    }
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { wall, cpu, memory, code } = self;
        write!(f, "{wall} {cpu} {memory} {code}")
    }
}

impl FromStr for Usage {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let fields: Vec<_> = text.split(' ').collect();
        let &[wall, cpu, memory, code] = fields.as_slice() else {
            bail!("a measurement is not readable");
        };
        Ok(Self {
            wall: wall.parse()?,
            cpu: cpu.parse()?,
            memory: memory.parse()?,
            code: code.parse()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_accounted_for_and_the_account_can_be_sent() {
        let usage = only_child(OsStr::new("true"), &[""; 0]).unwrap();
        assert_eq!(usage.code, 0);
        assert!(usage.memory > 0.0 && usage.wall > 0.0);
        assert_eq!(usage.to_string().parse::<Usage>().unwrap(), usage);
        assert!("1 2".parse::<Usage>().is_err());
    }
}
