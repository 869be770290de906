//! The link file, or crosswalk: originals next to their pseudonyms, the only way back.
//!
//! CSV with the columns source, kind, original, new; plain, or encrypted in the
//! [age](https://age-encryption.org/v1) format to public keys or to a passphrase, as `age -d`
//! reads it.

mod args;
mod error;
mod lock;
mod opener;
mod reader;
mod writer;

pub use args::{LockArgs, OpenArgs};
pub use error::LinkError;
pub use lock::Lock;
pub use opener::Opener;
pub use reader::{Entry, Reader};
pub use writer::Writer;

/// The columns of a link file.
const COLUMNS: [&str; 4] = ["source", "kind", "original", "new"];

#[cfg(test)]
mod tests;
