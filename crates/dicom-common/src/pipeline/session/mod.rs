//! One run of a tool, the same for all of them: inputs in, rows out, in the inputs' order whatever
//! the number of threads.
//!
//! A tool is a [`Tool`] constant and one of two ways to work: [`FileByFile`], where each input is
//! treated by itself, or [`StudyByStudy`], where all headers are read before the first study is
//! treated as a whole. Its `plan.rs` opens a [`Session`], drives it, and finishes it.

mod ending;
mod entries;
mod file_by_file;
mod new_row;
mod record;
mod running;
pub mod stored_path;
mod study_by_study;
mod study_entry;
#[cfg(test)]
mod tests;
mod tool;

pub use ending::Ending;
pub use entries::{Entries, EntryId};
pub use file_by_file::{FileByFile, FileEntry, file_entries};
pub use new_row::NewRow;
pub use record::today;
pub use running::Session;
pub use study_by_study::{StudyByStudy, Treated};
pub use study_entry::{EarlierRows, NewEntries, StudyEntry, study_entries};
pub use tool::Tool;
