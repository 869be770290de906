//! Removal of faces from head CT and MR: `dcm-deface`.
//!
//! A study's way: [`survey`] finds its files, [`series`] looks for faces with a [`Method`], [`decide`]
//! says what is done with each series, [`mask`] which voxels go, [`prepared`] and [`publish`] write
//! the files, [`rows`] the manifest.

mod args;
mod decide;
mod encapsulate;
mod entry;
mod failures;
mod finding;
mod header;
mod job;
mod mask;
mod method;
mod names;
mod nifti;
mod person;
mod pixels;
mod plan;
mod prepared;
mod publish;
mod report;
mod rows;
mod run;
mod series;
mod settled;
mod study;
mod survey;
mod template;
mod uids;
mod write;

pub use args::Args;
pub use method::Method;
pub use plan::{deface, run};
