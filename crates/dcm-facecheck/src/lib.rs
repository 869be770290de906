//! Verification of defacing: `dcm-facecheck`.
//!
//! A study's way: [`survey`] finds its files and what they were before, [`study`] pairs them into
//! [`series`], decodes their [`pixels`] and looks for their faces anew ([`finding`]), [`judge`] measures each series ([`integrity`],
//! [`coverage`], [`second_way`] with what is [`left`], [`recognisability`], [`utility`], [`mod@reference`]) and says what follows, [`output`] reports it,
//! [`rows`] is the manifest.

mod alone;
mod args;
mod attack;
#[cfg_attr(not(feature = "torch"), allow(dead_code, reason = "for networks alone"))]
mod axes;
mod checked;
mod coverage;
mod decided;
mod entry;
mod finding;
mod gallery;
mod header;
mod integrity;
mod job;
mod judge;
mod left;
mod likeness;
pub mod limits;
mod mask;
mod networks;
mod originals;
mod output;
mod picture;
mod pixels;
mod plan;
mod recognisability;
mod reference;
mod rows;
mod run;
mod second_way;
mod series;
mod skin_copy;
mod spacing;
mod stack_pair;
mod stacks;
mod strangers;
mod study;
mod survey;
mod utility;

pub use args::Args;
pub use pixels::DECODER;
pub use plan::{check, run};
