//! Networks from their files to labels.

mod model;
#[cfg(feature = "torch")]
#[path = "../nifti/mod.rs"]
mod nifti;
#[cfg(feature = "torch")]
mod reference;
