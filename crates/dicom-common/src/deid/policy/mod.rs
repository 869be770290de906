//! The policy: one data file (`data/policy.csv`) from which scrubbing, checking and the
//! documentation page are made, so that they cannot contradict one another.

mod action;
mod amend;
mod cells;
mod choice;
mod chosen;
mod concept;
mod content;
mod decide;
mod dummy;
mod graphics;
mod option;
mod retained;
mod rule;
mod safe_private;
mod schemes;
mod site;
mod table;
mod types;

pub use action::{Action, AttributeType, Treatment};
pub use amend::{AmendError, Amendments};
pub use cells::CellsError;
pub use choice::{ByLevel, Choice, Level, Profile, SafeTables};
pub use chosen::{Chosen, dates_claim};
pub use concept::{About, Concepts};
pub use content::Content;
pub use decide::decide;
pub use dummy::dummy;
pub use option::{BASIC, MethodCode, Options, ProfileOption};
pub use retained::{Retained, Retention};
pub use rule::{Reference, Risk, Rule};
pub use safe_private::{
    Allowed, SafeAdditions, SafePrivate, SafePrivateError, SafeRow, counts_images, reduced_csa,
    safe_rows,
};
pub use schemes::CodingSchemes;
pub use site::SiteError;
pub use table::Policy;
pub use types::{AttributePlace, AttributeTypes};
