//! Whatever a piece of work does, it costs itself and nothing else. The program starts itself again,
//! so this is a `main`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "test code")]

use std::fs::{self, File};
use std::hint::black_box;
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::time::Instant;

use apart::{Job, MOST_CPU, MOST_MEMORY};
use rustix::io::Errno;
use rustix::process::{getppid, test_kill_process};

/// Turns its bytes round.
static TURN: Job = Job::new("turn", |request| Some(request.iter().rev().copied().collect()));
/// Does what its first byte says.
static FAULT: Job = Job::new("fault", fault);

fn fault(request: &[u8]) -> Option<Vec<u8>> {
    let (kind, rest) = request.split_first()?;
    let reached = |is: bool| Some(vec![u8::from(is)]);
    match kind {
        b'a' => std::process::abort(),
        b'e' => std::process::exit(0),
        b'p' => panic!("work that panics"),
        b'n' => None,
        b's' => loop {
            black_box(0);
        },
        b'm' => reached(black_box(vec![7u8; MOST_MEMORY as usize + (64 << 20)]).len() > 9),
        b'g' => {
            reached(vec![0u8; 1 << 30].iter().step_by(1 << 26).all(|byte| *black_box(byte) == 0))
        }
        b'f' => reached(File::open(std::str::from_utf8(rest).ok()?).is_ok()),
        b'w' => reached(fs::write(std::str::from_utf8(rest).ok()?, "").is_ok()),
        b't' => reached(TcpStream::connect(std::str::from_utf8(rest).ok()?).is_ok()),
        b'x' => reached(Command::new("/bin/true").status().is_ok()),
        b'k' => reached(getppid().is_some_and(|parent| test_kill_process(parent).is_ok())),
        b'v' => reached(std::env::vars_os().any(|(name, _)| name == "CANARY")),
        b'i' => reached(rustix::io::read(std::io::stdin(), &mut [0u8; 1]) != Err(Errno::PERM)),
        b'h' => reached(std::thread::Builder::new().spawn(|| 3).is_ok_and(|t| t.join().is_ok())),
        b'l' => Some(vec![0; 1000]),
        _ => None,
    }
}

fn main() {
    apart::serve(&[&TURN, &FAULT]);
    // What a run with a key would show to children that inherit its environment.
    if std::env::var_os("CANARY").is_none() {
        let again = Command::new(std::env::current_exe().unwrap()).env("CANARY", "1").status();
        assert!(again.unwrap().success());
        return;
    }
    work_is_done_and_children_are_used_again();
    faults_cost_their_piece_of_work();
    a_child_reaches_nothing();
    work_that_never_ends_is_ended();
    println!(
        "figure decoders: crash, exit, panic, memory, time: each cost one piece of work; nothing reached"
    );
}

fn work_is_done_and_children_are_used_again() {
    assert_eq!(TURN.run(&[b"ab", b"", b"c"], 3).unwrap(), b"cba");
    let large: Vec<u8> = (0..3_000_000u32).map(|i| i as u8).collect();
    assert!(TURN.run(&[&large], large.len()).unwrap().iter().rev().eq(&large));
    assert_eq!(children(), 1);
    let both = || (0..20).all(|i| TURN.run(&[&[i]], 1) == Some(vec![i]));
    assert!(std::thread::scope(|s| s.spawn(both).join().unwrap() && both()));
    assert!(children() <= 2);
}

fn faults_cost_their_piece_of_work() {
    for kind in [b"a", b"e", b"p", b"n", b"m"] {
        let began = Instant::now();
        assert_eq!(FAULT.run(&[kind], 1), None, "{}", char::from(kind[0]));
        assert!(began.elapsed() < MOST_CPU, "a crash is one at once: {}", char::from(kind[0]));
        assert_eq!(FAULT.run(&[b"v"], 1), Some(vec![0]), "the next one is done");
    }
    assert_eq!(FAULT.run(&[b"l"], 999), None, "longer than was asked for");
    assert_eq!(FAULT.run(&[b"l"], 1000).unwrap().len(), 1000);
    assert_eq!(FAULT.run(&[b"g"], 1), Some(vec![1]), "a frame may take a gibibyte");
    assert_eq!(FAULT.run(&[b"h"], 1), Some(vec![1]), "decoders have threads for large frames");
}

fn a_child_reaches_nothing() {
    let file = std::env::current_exe().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let parent = format!("/proc/{}/mem", std::process::id());
    let new = std::env::temp_dir().join(format!("apart-{}", std::process::id()));
    for (kind, what) in [
        ("f", file.to_str().unwrap()),
        ("f", &parent),
        ("w", new.to_str().unwrap()),
        ("t", &address),
        ("x", ""),
        ("k", ""),
        ("v", ""),
    ] {
        let reached = FAULT.run(&[kind.as_bytes(), what.as_bytes()], 1);
        assert_ne!(reached, Some(vec![1]), "{kind} {what}");
        // The same in the process itself, so that the test can fail.
        let here = fault(&[kind.as_bytes(), what.as_bytes()].concat());
        assert_eq!(here, Some(vec![1]), "{kind} {what}");
    }
    fs::remove_file(new).unwrap();
    // What is open already, too, but for the socket by the one handle that is its own.
    assert_eq!(FAULT.run(&[b"i"], 1), Some(vec![0]));
}

fn work_that_never_ends_is_ended() {
    let began = Instant::now();
    assert_eq!(FAULT.run(&[b"s"], 1), None);
    assert!(began.elapsed() >= MOST_CPU);
    assert_eq!(FAULT.run(&[b"v"], 1), Some(vec![0]), "the next one is done");
}

/// How many children there are.
fn children() -> usize {
    let list = format!("/proc/{0}/task/{0}/children", std::process::id());
    let mut all = fs::read_to_string(list).unwrap_or_default();
    for task in fs::read_dir("/proc/self/task").unwrap().flatten() {
        if task.file_name().to_str() != Some(&std::process::id().to_string()) {
            all += &fs::read_to_string(task.path().join("children")).unwrap_or_default();
        }
    }
    all.split_ascii_whitespace().count()
}
