//! Writing to a pipe whose reader may have stopped reading.

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use crate::pipeline::cli::signal::Stop;

/// How often a writer that waits looks whether it is to stop.
const LOOK: Duration = Duration::from_millis(100);

/// A stream that is given up when a signal arrives while nobody reads: a thread waits in its place.
#[derive(Debug)]
pub struct Stoppable<W> {
    state: State<W>,
}

#[derive(Debug)]
enum State<W> {
    /// Nothing was written: a signal ends the tool by itself until a run watches for them.
    New(W),
    Writing(Writing),
    /// Given up.
    Over,
}

#[derive(Debug)]
struct Writing {
    to: SyncSender<Vec<u8>>,
    done: Receiver<io::Result<()>>,
    stop: Stop,
}

impl Stoppable<io::Stdout> {
    /// Standard output.
    pub fn stdout() -> Self {
        Self::new(io::stdout())
    }
}

impl<W: Write + Send + 'static> Stoppable<W> {
    /// Writes to this.
    pub fn new(to: W) -> Self {
        Self { state: State::New(to) }
    }
}

impl Writing {
    fn start(mut to: impl Write + Send + 'static) -> io::Result<Self> {
        let (sender, blocks) = sync_channel::<Vec<u8>>(0);
        let (answers, done) = sync_channel(1);
        let write = move || {
            for block in blocks {
                let written = to.write_all(&block).and_then(|()| to.flush());
                if answers.send(written).is_err() {
                    break;
                }
            }
        };
        thread::Builder::new().name("output".into()).spawn(write)?;
        let stop = Stop::watch().map_err(io::Error::other)?;
        Ok(Self { to: sender, done, stop })
    }

    /// Writes all of a block, or says why not.
    fn write(&self, block: &[u8]) -> io::Result<()> {
        self.to.send(block.to_vec()).map_err(|_| io::ErrorKind::BrokenPipe)?;
        loop {
            match self.done.recv_timeout(LOOK) {
                Ok(written) => return written,
                Err(RecvTimeoutError::Timeout) => self.stop.check().map_err(io::Error::other)?,
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(io::ErrorKind::BrokenPipe.into());
                }
            }
        }
    }
}

impl<W: Write + Send + 'static> Write for Stoppable<W> {
    fn write(&mut self, block: &[u8]) -> io::Result<usize> {
        let writing = match std::mem::replace(&mut self.state, State::Over) {
            State::New(to) => Writing::start(to)?,
            State::Writing(writing) => writing,
            State::Over => return Err(io::ErrorKind::BrokenPipe.into()),
        };
        // What failed once is not tried again, and what waits is not joined by more.
        writing.write(block)?;
        self.state = State::Writing(writing);
        Ok(block.len())
    }

    /// Each block is flushed as it is written.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
