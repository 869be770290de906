//! Checks of DICOM headers for what identifies a person: `dcm-hdrcheck`.
//!
//! A file's way: read, judged by the [`strict`] or the [`mod@reference`] criteria, compared with what
//! is known of the [`originals`], and written down by [`output`].

pub mod args;
mod config;
pub mod job;
pub mod originals;
pub mod output;
pub mod reason;
pub mod reference;
pub mod run;
pub mod strict;
pub mod verdict;

pub use args::Args;
pub use run::{check, run};
