//! Checks of DICOM headers for what identifies a person: `dcm-hdrcheck`.
//!
//! A file's way: [`checker`] reads it and has it judged by the [`strict`] or the [`mod@reference`]
//! criteria, and compared with what is known of the [`originals`]; [`mod@run`] gives it its row, [`output`]
//! reports it.

pub mod args;
pub mod checker;
mod fingerprint;
pub mod originals;
pub mod output;
mod plan;
pub mod reason;
pub mod reference;
mod rows;
pub mod run;
pub mod strict;
pub mod verdict;

pub use args::Args;
pub use plan::{check, run};
