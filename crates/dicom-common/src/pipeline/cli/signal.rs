//! A request to stop: the file in hand is finished, nothing new is begun.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};

use crate::code::RunError;

/// Set when SIGINT or SIGTERM arrives.
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
        for signal in [SIGINT, SIGTERM] {
            let number = usize::try_from(signal).unwrap_or(0);
            signal_hook::flag::register_usize(signal, stop.signal.clone(), number)
                .map_err(|_| RunError::Usage("signals cannot be watched".into()))?;
        }
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
