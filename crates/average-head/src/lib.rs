//! A second pair of eyes for [`face`]: the mean of many heads, registered with the head in a volume, says
//! where its eyes are and how it looks. It knows nothing of eyeballs and skin, so that it errs elsewhere.
//!
//! `data/SOURCES.md` says where the mean head comes from.

mod align;
mod landmarks;

pub use align::{find, opinion};
