//! Work on bytes that nobody vouches for, in a process of its own.
//!
//! A decoder that was written in C can be made to crash, to take all memory, or to run what a file
//! tells it to. Here it runs in a child: the same program, started again with an empty environment,
//! before which there never was a key. The child may take [`MOST_MEMORY`] and, for each piece of work,
//! [`MOST_CPU`]; the system lets it read, write and ask for memory, and nothing else: it can open no
//! file, reach no network and no other process. Whatever it does wrong costs the piece of work in hand,
//! and the next one gets a new child.
//!
//! A program calls [`serve`] as the first thing in `main`. Where it did not, as in tests of libraries,
//! work is done in the process itself.

mod child;
mod limits;
mod wire;
mod worker;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use worker::Worker;

pub use limits::{MOST_CPU, MOST_MEMORY, MOST_WALL};

/// Whether this program starts itself again for work.
static IS_SERVED: AtomicBool = AtomicBool::new(false);

/// Work of one kind: bytes in, bytes out.
#[derive(Debug)]
pub struct Job {
    name: &'static str,
    work: fn(&[u8]) -> Option<Vec<u8>>,
    /// Children that have nothing to do: as many as there are pieces of work at the same time.
    idle: Mutex<Vec<Worker>>,
}

impl Job {
    /// Work that the child finds by this name; `None` is its word that it cannot be done.
    pub const fn new(name: &'static str, work: fn(&[u8]) -> Option<Vec<u8>>) -> Self {
        Self { name, work, idle: Mutex::new(Vec::new()) }
    }

    /// Does one piece of work, given in parts that follow one another; the result has `most` bytes at
    /// most. `None` where it cannot be done, and whatever happened to who tried.
    pub fn run(&self, request: &[&[u8]], most: usize) -> Option<Vec<u8>> {
        if !IS_SERVED.load(Ordering::Relaxed) {
            return self.here(&request.concat()).filter(|result| result.len() <= most);
        }
        let idle = self.idle.lock().ok()?.pop();
        let mut worker = idle.map_or_else(|| Worker::start(self.name), Some)?;
        // A worker that failed is dropped, which ends it.
        let result = worker.run(request, most)?;
        if worker.is_fresh() {
            self.idle.lock().ok()?.push(worker);
        }
        result
    }

    /// In this process; a panic is a piece of work that cannot be done.
    fn here(&self, request: &[u8]) -> Option<Vec<u8>> {
        catch_unwind(AssertUnwindSafe(|| (self.work)(request))).ok().flatten()
    }
}

/// Has work done apart from now on. In a child that was started for that, does the work and never
/// returns: it comes first in `main`, before anything is read.
pub fn serve(jobs: &[&'static Job]) {
    let mut arguments = std::env::args_os();
    if arguments.next().is_some_and(|name| name == worker::CHILD) {
        let name = arguments.next().unwrap_or_default();
        let job = jobs.iter().find(|job| name == job.name);
        let served = job.map(|job| child::serve(|request| job.here(request)));
        std::process::exit(i32::from(served.is_none_or(|done| done.is_err())));
    }
    IS_SERVED.store(true, Ordering::Relaxed);
}
