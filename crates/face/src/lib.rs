//! Where the face is in a head CT or MR, without a template, and which part of space to remove.
//!
//! Everything works on a coarse copy of the volume in patient coordinates (LPS, mm); the answer is
//! a [`Region`], which says for any point in space whether it is to be removed.

mod body;
mod brain;
mod cue;
mod cut;
mod decide;
mod donors;
mod eyeball;
mod eyes;
mod field;
mod fill;
mod frame;
mod grey;
mod head;
mod headless;
pub mod limits;
mod noise;
mod opinion;
mod profile;
mod questions;
mod region;
mod runs;
mod second_look;
mod skinless;
mod survey;
mod union;
mod verdict;

pub use brain::Brain;
pub use cue::{Cue, agree};
pub use decide::{at, deepest, find, find_with, pointed};
pub use donors::Donors;
pub use frame::{Frame, USUAL_DISTANCE};
pub use headless::{HEADLESS_CASES, Headless, HeadlessCase, Shown};
pub use opinion::Opinion;
pub use region::Region;
pub use runs::{Runs, runs};
pub use survey::{Answer, Place, Question, survey};
pub use union::Union;
pub use verdict::{Face, Verdict};

/// Spacing of the working copy in mm.
pub const SPACING: f64 = 2.0;
