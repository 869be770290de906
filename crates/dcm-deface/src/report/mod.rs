//! Pictures for people: one of each series that was examined, and a page that lists them. They
//! show faces, so they are readable by their owner alone and lie apart from the output.

mod card;
mod drawing;
mod folder;
mod labels;

pub use card::{Card, unexamined};
pub use folder::Report;
