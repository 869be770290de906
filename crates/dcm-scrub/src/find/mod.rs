//! Where what is known of people stands in a text.

mod identifiers;
mod names;
mod patterns;

pub use identifiers::IdentifierFinder;
pub use names::NameFinder;
pub use patterns::finder;
