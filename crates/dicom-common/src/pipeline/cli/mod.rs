//! The command-line contract that all tools share: flags, exit codes, logging, progress, signals.

mod choice;
mod exit;
mod flags;
mod log;
mod progress;
mod secrecy;
mod signal;
mod stoppable;
mod version;

pub use choice::{CHOICES, ChoiceArgs, OptionName, ProfileName};
pub use exit::{Tally, exit_code};
pub use flags::{InputArgs, KeyArgs, LogFormat, OutputArgs, Rows, RunArgs, check_extension};
pub use log::start_logging;
pub use progress::{Progress, Steps};
pub use secrecy::forbid_core_dumps;
pub use signal::Stop;
pub use stoppable::Stoppable;
pub use version::{Build, Feature};
