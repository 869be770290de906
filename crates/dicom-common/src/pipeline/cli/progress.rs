//! Progress on standard error, on a terminal only.

use std::io::IsTerminal;
use std::time::Instant;

use indicatif::{HumanDuration, ProgressBar, ProgressStyle};

const OF_TOTAL: &str = "{bar:40} {pos}/{len} files, {per_sec}, {eta} left{msg}";

/// How much of what is being done within a file is done.
#[derive(Debug, Clone, Copy)]
pub struct Steps {
    /// Steps done.
    pub done: usize,
    /// Steps in all.
    pub total: usize,
}

/// Counts files.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar over `total` files, or a counter where the number is not known.
    pub fn start(total: Option<u64>, quiet: bool) -> Self {
        if quiet || !std::io::stderr().is_terminal() {
            return Self { bar: ProgressBar::hidden() };
        }
        let bar = match total {
            Some(total) => ProgressBar::new(total),
            None => ProgressBar::new_spinner(),
        };
        let template = match total {
            Some(_) => OF_TOTAL,
            None => "{spinner} {pos} files, {per_sec}{msg}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self { bar }
    }

    /// The number of files, once it is known.
    pub fn expect(&self, total: usize) {
        if self.bar.is_hidden() {
            return;
        }
        self.bar.set_length(total as u64);
        if let Ok(style) = ProgressStyle::with_template(OF_TOTAL) {
            self.bar.set_style(style);
        }
    }

    /// What is being done within a file, and how many of its steps are done; the time left follows
    /// from when it began.
    pub fn within(&self, what: &str, steps: Steps, begun: Instant) {
        let Steps { done, total } = steps;
        let left = begun.elapsed().mul_f64(total.saturating_sub(done) as f64 / done.max(1) as f64);
        let left = HumanDuration(left);
        self.bar.set_message(match done < total {
            true => format!("; {what} {done}/{total}, {left} left"),
            false => String::new(),
        });
        self.bar.tick();
    }

    /// That many more are done.
    pub fn advance(&self, files: u64) {
        self.bar.inc(files);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
