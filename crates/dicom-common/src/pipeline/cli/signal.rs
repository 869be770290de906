//! A request to stop: the file in hand is finished, nothing new is begun.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};

use crate::code::RunError;

/// Set when SIGINT, SIGTERM or SIGHUP arrives.
#[derive(Debug, Clone, Default)]
pub struct Stop {
    signal: Arc<AtomicUsize>,
}

impl Stop {
    /// Watches for the signals from now on.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn watch() -> Result<Self, RunError> {
        let stop = Self::default();
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            if signal == SIGHUP && is_ignored(signal) {
                continue;
            }
            let number = usize::try_from(signal).unwrap_or(0);
            signal_hook::flag::register_usize(signal, stop.signal.clone(), number)
                .map_err(|_| RunError::Usage("signals cannot be watched".into()))?;
        }
        // A file that grows beyond the user's limit then fails its row, as a full disk does.
        signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)))
            .map_err(|_| RunError::Usage("signals cannot be watched".into()))?;
        Ok(stop)
    }

    /// Whether to stop, as the error to return.
    pub fn check(&self) -> Result<(), RunError> {
        match self.signal.load(Ordering::Relaxed) {
            0 => Ok(()),
            signal => Err(RunError::Signal(i32::try_from(signal).unwrap_or(0))),
        }
    }
}

/// Whether the program was started with a signal ignored, as nohup does.
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    ignored.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
}
