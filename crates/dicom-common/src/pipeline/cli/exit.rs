//! How a run ends.

use std::process::ExitCode;

use crate::code::RunError;
use crate::pipeline::manifest::Status;

/// How many rows ended how.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Fully treated, or planned.
    pub ok: u64,
    /// Skipped by rule.
    pub skipped: u64,
    /// A check found something.
    pub flagged: u64,
    /// Not done.
    pub failed: u64,
    /// Among `ok`: nothing had to be written.
    pub unchanged: u64,
}

impl Tally {
    /// Counts one row.
    pub fn count(&mut self, status: Status) {
        match status {
            Status::Ok | Status::Plan => self.ok += 1,
            Status::Skip => self.skipped += 1,
            Status::Flag => self.flagged += 1,
            Status::Fail => self.failed += 1,
        }
    }

    /// All rows.
    pub fn total(&self) -> u64 {
        self.ok + self.skipped + self.flagged + self.failed
    }
}

/// The exit code of a run: 0 all rows ok or skipped by rule, 1 some row failed or was flagged, or there
/// was none, 2 could not run, 128 + signal, 141 broken pipe.
pub fn exit_code(result: &Result<Tally, RunError>) -> ExitCode {
    match result {
        // Nothing was read: a folder of the wrong name must not pass for one that is in order.
        Ok(tally) if tally.flagged + tally.failed > 0 || tally.total() == 0 => ExitCode::from(1),
        Ok(_) => ExitCode::SUCCESS,
        Err(RunError::Usage(text)) => {
            tracing::error!("{text}");
            ExitCode::from(2)
        }
        Err(RunError::BrokenPipe) => ExitCode::from(141),
        Err(error @ RunError::Signal(signal)) => {
            tracing::error!("{error}");
            ExitCode::from(u8::try_from(128 + signal).unwrap_or(255))
        }
    }
}
