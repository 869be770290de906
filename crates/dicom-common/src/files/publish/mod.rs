//! Writing output so that a file under its final name is always whole: written to a staging folder
//! on the same file system, read back, renamed. A kill leaves at most the staging folder, which the
//! next run removes.

mod content;
mod guard;
mod output;
mod root;
mod staged;

pub use content::{same_bytes, same_content};
pub use output::{Output, STAGING};
pub use staged::{Existing, Staged};
