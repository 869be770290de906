//! Running a binary and keeping what it said.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::rows::Rows;

/// No test run takes this long; what does, hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// A binary in a working folder.
#[derive(Debug, Clone)]
pub struct Tool {
    exe: PathBuf,
    cwd: PathBuf,
}

/// A run that has ended.
#[derive(Debug)]
pub struct Done {
    /// The exit code; none if a signal ended it.
    pub code: Option<i32>,
    /// The signal that ended it.
    pub signal: Option<i32>,
    /// What it wrote to standard output: a manifest, mostly.
    pub stdout: Vec<u8>,
    /// What it wrote to standard error: messages.
    pub stderr: String,
    /// How long it took.
    pub took: Duration,
}

impl Tool {
    /// The binary at `exe`, run in `cwd`.
    pub fn new(exe: &str, cwd: &Path) -> Self {
        Self { exe: exe.into(), cwd: cwd.to_owned() }
    }

    /// A command with these arguments, without standard input, its outputs caught.
    pub fn command<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(&self.exe);
        command.args(args);
        self.tame(command)
    }

    /// The same through a shell, for redirections and limits: in `script`, `"$@"` stands for the
    /// binary and its arguments.
    pub fn shell<A: AsRef<OsStr>>(
        &self,
        script: &str,
        args: impl IntoIterator<Item = A>,
    ) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script, "sh"]).arg(&self.exe).args(args);
        self.tame(command)
    }

    /// A command that has so many kilobytes of memory for its data: heap and stacks of threads.
    /// Address space is not counted, since libraries take tens of megabytes of it where a program is
    /// linked with Tesseract, and the C library reserves 64 MiB for a thread as the addresses fall.
    pub fn within<A: AsRef<OsStr>>(
        &self,
        kilobytes: u32,
        args: impl IntoIterator<Item = A>,
    ) -> Command {
        self.shell(&format!("ulimit -d {kilobytes}; exec \"$@\""), args)
    }

    fn tame(&self, mut command: Command) -> Command {
        command.current_dir(&self.cwd).stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs to the end.
    pub fn run<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Done {
        finish(self.command(args).spawn().unwrap())
    }

    /// Runs to the end with this on standard input.
    pub fn run_with<A: AsRef<OsStr>>(
        &self,
        args: impl IntoIterator<Item = A>,
        stdin: &[u8],
    ) -> Done {
        let mut child = self.command(args).stdin(Stdio::piped()).spawn().unwrap();
        let mut pipe = child.stdin.take().unwrap();
        let stdin = stdin.to_vec();
        // A tool that refuses its arguments does not read.
        let writer = thread::spawn(move || drop(pipe.write_all(&stdin)));
        let done = finish(child);
        writer.join().unwrap();
        done
    }
}

/// Waits for a child and collects its outputs; a child that hangs ends the test.
pub fn finish(mut child: Child) -> Done {
    let start = Instant::now();
    let out = collect(child.stdout.take());
    let err = collect(child.stderr.take());
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("the run hangs");
        }
        thread::sleep(Duration::from_millis(1));
    };
    let took = start.elapsed();
    Done {
        code: status.code(),
        signal: status.signal(),
        stdout: out.join().unwrap(),
        stderr: String::from_utf8_lossy(&err.join().unwrap()).into_owned(),
        took,
    }
}

fn collect(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            pipe.read_to_end(&mut bytes).unwrap();
        }
        bytes
    })
}

impl Done {
    /// The manifest on standard output.
    pub fn rows(&self) -> Rows {
        Rows::parse(&self.stdout)
    }

    /// Expects this exit code; shows standard error otherwise.
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "signal {:?}: {}", self.signal, self.stderr);
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self
    }
}
