//! The other side: a child that is started, asked, watched and ended.

use std::io::{self, IoSlice, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::limits::{FRESH, MOST_CPU, MOST_WALL};
use crate::wire;

/// Name by which the program knows itself as a child.
pub const CHILD: &str = "work-apart";
/// How often a child is looked at that does not answer.
const LOOK: Duration = Duration::from_millis(50);

/// A child that works.
#[derive(Debug)]
pub struct Worker {
    child: Child,
    socket: UnixStream,
}

impl Worker {
    /// Starts one; `None` where the system refuses.
    pub fn start(job: &str) -> Option<Self> {
        let (socket, end) = UnixStream::pair().ok()?;
        socket.set_read_timeout(Some(LOOK)).ok()?;
        socket.set_write_timeout(Some(LOOK)).ok()?;
        let mut command = Command::new("/proc/self/exe");
        command.arg0(CHILD).arg(job).current_dir("/").env_clear();
        // Without it some programs do not start at all.
        if let Some(libraries) = std::env::var_os("LD_LIBRARY_PATH") {
            command.env("LD_LIBRARY_PATH", libraries);
        }
        // Ctrl-C is for the tool, which finishes the file in hand.
        command.process_group(0);
        command.stdin(OwnedFd::from(end)).stdout(Stdio::null()).stderr(Stdio::null());
        let mut worker = Self { child: command.spawn().ok()?, socket };
        wire::read(&mut worker.watched(MOST_WALL)?, 0).ok()??;
        Some(worker)
    }

    /// Has one piece of work done: the inner `None` says that it cannot be, the outer one that the child
    /// failed and is of no more use.
    pub fn run(&mut self, request: &[&[u8]], most: usize) -> Option<Option<Vec<u8>>> {
        let mut watched = self.watched(MOST_CPU)?;
        wire::write(&mut watched, request).ok()?;
        wire::read(&mut watched, most).ok()
    }

    /// Watches the child, which has so much processor time from now on.
    fn watched(&mut self, most: Duration) -> Option<Watched<'_>> {
        let end = Instant::now() + MOST_WALL;
        Some(Watched { most: self.cpu()? + most, end, worker: self })
    }

    /// Whether it may go on.
    pub fn is_fresh(&self) -> bool {
        self.cpu().is_some_and(|cpu| cpu < FRESH)
    }

    /// Processor time since it was started.
    fn cpu(&self) -> Option<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        // Behind the name in brackets, which can hold anything: utime and stime are fields 14 and 15,
        // in hundredths of a second (proc_pid_stat(5)).
        let mut fields = stat.rsplit_once(')')?.1.split_ascii_whitespace().skip(11);
        let mut ticks = || fields.next()?.parse::<u64>().ok();
        Some(Duration::from_millis(10 * (ticks()? + ticks()?)))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // Both fail where it has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The socket, as long as the child keeps within its limits.
struct Watched<'a> {
    worker: &'a mut Worker,
    /// Processor time of the child by which it must be done.
    most: Duration,
    /// The same by the clock.
    end: Instant,
}

impl Watched<'_> {
    /// Whether an attempt is made again.
    fn goes_on(&self, error: io::Error) -> io::Result<()> {
        let waits = matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut);
        if !waits && error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
        let cpu = self.worker.cpu().ok_or(io::ErrorKind::BrokenPipe)?;
        let within = cpu < self.most && Instant::now() < self.end;
        if within { Ok(()) } else { Err(io::ErrorKind::TimedOut.into()) }
    }
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.worker.socket.read(buffer) {
                Err(error) => self.goes_on(error)?,
                read => return read,
            }
        }
    }
}

impl Write for Watched<'_> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.write_vectored(&[IoSlice::new(buffer)])
    }

    fn write_vectored(&mut self, buffers: &[IoSlice<'_>]) -> io::Result<usize> {
        loop {
            match self.worker.socket.write_vectored(buffers) {
                Err(error) => self.goes_on(error)?,
                written => return written,
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
