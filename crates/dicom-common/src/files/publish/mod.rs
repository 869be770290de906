//! Writing output so that a file under its final name is always whole: written to a staging folder
//! on the same file system, read back, renamed. A kill leaves at most the staging folder, which the
//! next run removes.

mod configuration;
mod content;
mod guard;
mod output;
mod root;
mod staged;

pub use configuration::{CONFIGURATION, Configuration, KeyUsed, Otherwise, is_configuration};
pub use content::{same_bytes, same_content};
pub use guard::STAGING;
pub use output::Output;
pub use staged::{Existing, Staged};
