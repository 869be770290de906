//! The program as its users run it, and its parts on the same made-up heads.

mod common;
mod contract;
mod evidence;
mod planted;
mod strangers;
mod study;
