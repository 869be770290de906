//! The tool as people use it. One program, because each further one is linked by itself and runs alone.

mod check;
mod common;
mod golden;
mod profile;
mod reference;
mod second_opinion;
mod streams;
