//! Verification of defacing: `dcm-facecheck`.
//!
//! A study's way: [`survey`] finds its files and what they were before, [`study`] pairs them into
//! [`series`] and looks for their faces anew ([`finding`]), [`judge`] measures each series ([`integrity`],
//! [`coverage`], [`recognisability`], [`utility`], [`mod@reference`]) and says what follows, [`output`] reports it,
//! [`rows`] is the manifest.

mod args;
mod checked;
mod coverage;
mod decided;
mod entry;
mod finding;
mod header;
mod integrity;
mod job;
mod judge;
pub mod limits;
mod mask;
mod networks;
mod originals;
mod output;
mod picture;
mod plan;
mod recognisability;
mod reference;
mod rows;
mod run;
mod series;
mod skin_copy;
mod spacing;
mod stacks;
mod study;
mod survey;
mod utility;

pub use args::Args;
pub use plan::{check, run};
