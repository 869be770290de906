//! Known values: what a data set itself tells of the people in it, and when such a value counts as
//! found inside other text.

mod collect;
mod date_forms;
mod find;
mod fold;
mod identifier;
mod identifiers;
mod months;
mod name;
mod script;
mod spelling;
mod titles;
mod words;

pub use collect::{Evidence, evidence, known_values, telling};
pub use date_forms::KnownDate;
pub use find::{INSIDE_WORDS, is_code, is_whole_word};
pub use fold::{Folded, fold};
pub use identifier::{Identifier, Squeezed};
pub use identifiers::{Telling, telling_of};
pub use name::{Name, Piece, Pieces, Run, Tells, Weight};
pub use script::Script;
pub use titles::is_where_a_name_stands;
pub use words::is_standard_word;
