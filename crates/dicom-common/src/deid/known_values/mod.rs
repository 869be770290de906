//! Known values: what a data set itself tells of the people in it, and when such a value counts as
//! found inside other text.

mod collect;
mod find;
mod latin;
mod words;

pub use collect::{known_values, telling};
pub use find::{INSIDE_WORDS, is_code, is_whole_word};
pub use words::is_standard_word;
