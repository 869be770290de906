//! The manifest: what flows between the tools, one row per input file. `docs/manifest.md` is made
//! from the column list here.

mod column;
mod names;
mod read;
mod row;
mod write;

pub use column::{Column, SCHEMA, Status};
pub use read::{Manifest, ManifestError};
pub use row::{Header, Row};
pub use write::Writer;
