//! What the tools share, in six wings. An arrow runs from a wing to those below it, never back:
//!
//! | wing | holds | stands on |
//! |---|---|---|
//! | [`pipeline`] | command line, manifest, discovery, what a row says of a file | `deid`, `files`, `dataset`, `code` |
//! | [`deid`] | policy, pseudonyms, known values, names in scripts | `files`, `dataset` |
//! | [`imaging`] | series, pixels, volumes, NIfTI | `dataset`, `code` |
//! | [`files`] | staged output, files in the making, secrets | `code` |
//! | [`dataset`] | data sets as their bytes: read, changed, written | `code` |
//! | [`code`] | why a file or a run failed, and the language it is told in | |

pub mod code;
pub mod dataset;
pub mod deid;
pub mod files;
pub mod imaging;
pub mod pipeline;
