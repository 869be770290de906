//! Checks of DICOM headers for what identifies a person: `dcm-hdrcheck`.
//!
//! A second opinion: nothing that dcm-scrub decides, reads or searches by takes part in a verdict,
//! but for the policy's table as data.
//!
//! A file's way: the [`reader`] reads it, [`checker`] has it judged by the [`strict`] or the
//! [`mod@reference`] criteria ([`decision`] says what should have been done, [`forms`] what a text
//! tells, [`streams`] what compressed pixels hold), and compared with what is known of the
//! [`originals`]; [`mod@run`] gives it its row, [`output`] reports it.

mod age;
pub mod allow;
pub mod args;
pub mod checker;
mod date;
pub mod decision;
mod fingerprint;
pub mod forms;
mod meaning;
pub mod originals;
pub mod output;
mod pixel_description;
mod plan;
pub mod reader;
pub mod reason;
pub mod reference;
mod rows;
pub mod run;
pub mod streams;
pub mod strict;
mod value_form;
pub mod verdict;

pub use args::Args;
pub use plan::{check, run};
