//! What the tools' integration tests share. Files are written and read here by code of its own,
//! so that a mistake of the tools' encoder or parser cannot hide itself.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "test code: what cannot go on ends the test"
)]

pub mod canary;
pub mod dicom;
pub mod encode;
pub mod figure;
pub mod lab;
pub mod read;
pub mod reference;
pub mod rng;
pub mod rows;
pub mod samples;
pub mod search;
pub mod stream;
pub mod tool;
pub mod tree;

pub use canary::Canaries;
pub use dicom::{Content, Dicom, Lengths, Node, Syntax, item, number, sequence, text};
pub use figure::figure;
pub use lab::Lab;
pub use read::{Flat, Parsed, read};
pub use rng::Rng;
pub use rows::Rows;
pub use tool::{Done, Tool};
pub use tree::Tree;
