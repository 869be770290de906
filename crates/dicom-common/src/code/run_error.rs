//! Why a run as a whole could not be done.

/// Why a run could not be done, or not to its end. Texts name settings, never file contents.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// Wrong usage, settings, key, manifest or output: nothing was done.
    #[error("{0}")]
    Usage(String),
    /// The reader of standard output went away.
    #[error("the reader of the output closed it")]
    BrokenPipe,
    /// A signal asked to stop.
    #[error("stopped by signal {0}; run again to go on")]
    Signal(i32),
}

impl RunError {
    /// A usage error from any error whose text is free of data.
    pub fn usage(error: impl std::fmt::Display) -> Self {
        RunError::Usage(error.to_string())
    }

    /// An error of writing results: a closed pipe, or a full disk.
    pub fn output(what: &str, error: &std::io::Error) -> Self {
        // A signal that arrived while nobody read what was written.
        let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
        if let Some(RunError::Signal(signal)) = inner {
            return RunError::Signal(*signal);
        }
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => RunError::BrokenPipe,
            _ if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => {
                RunError::Usage(format!("{what} cannot be written: a symbolic link is in its way"))
            }
            kind => RunError::Usage(format!("{what} cannot be written: {kind}")),
        }
    }
}
