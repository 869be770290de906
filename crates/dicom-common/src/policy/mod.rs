//! The policy: one data file (`data/policy.csv`) from which scrubbing, checking and the
//! documentation page are made, so that they cannot contradict one another.

mod action;
mod decide;
mod dummy;
mod site;
mod table;
mod types;

pub use action::{Action, Level, Treatment, Type};
pub use decide::decide;
pub use dummy::dummy;
pub use site::SiteError;
pub use table::{Policy, Reference, Risk, Rule, dates_claim};
pub use types::{AttributeTypes, Place};
