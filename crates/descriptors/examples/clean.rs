//! Cleans the lines of standard input, to see what a list of descriptions becomes:
//! `cargo run -p descriptors --example clean -- [WORDS]... < descriptions`.
#![allow(clippy::unwrap_used, reason = "a tool for developers")]

use std::io::{BufRead, Write, stdin, stdout};

use descriptors::{Cleaner, Words};

fn main() {
    let mut words = Words::default();
    for path in std::env::args().skip(1) {
        words.add(&std::fs::read_to_string(path).unwrap());
    }
    let cleaner = Cleaner::new(words);
    let mut out = stdout().lock();
    for line in stdin().lock().lines() {
        writeln!(out, "{}", cleaner.clean(&line.unwrap(), &[])).unwrap();
    }
}
