//! The link file, or crosswalk: originals next to their pseudonyms, the only way back.
//!
//! CSV in UTF-8 with the columns source, kind, original, new; plain, or encrypted in the
//! [age](https://age-encryption.org/v1) format to public keys or to a passphrase, as `age -d`
//! reads it. A byte of an original that belongs to no character is written as `\xE4`.
//!
//! ```
//! use crosswalk::{IfThere, Reader, Writer};
//!
//! # let folder = tempfile::tempdir()?;
//! let path = folder.path().join("link.csv");
//! let mut writer = Writer::create(&path, IfThere::Refuse, None)?;
//! writer.write("U7QK", "patient", b"Doe^Jane", "SUBJECT1")?;
//! writer.finish()?;
//!
//! let rows: Result<Vec<_>, _> = Reader::open(&path, None)?.collect();
//! let [row] = rows?.try_into().expect("one row");
//! assert_eq!((row.kind.as_str(), row.original.as_slice()), ("patient", &b"Doe^Jane"[..]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod args;
mod bounds;
mod error;
mod key_file;
mod lock;
mod opener;
mod reader;
mod text;
mod writer;

pub use args::{LockArgs, OpenArgs};
pub use error::LinkError;
pub use lock::Lock;
pub use opener::Opener;
pub use reader::{LinkRow, Reader};
pub use writer::{IfThere, Writer};

/// The columns of a link file.
const COLUMNS: [&str; 4] = ["source", "kind", "original", "new"];

#[cfg(test)]
mod tests;
