//! Anonymization scripts in the dialect of CTP (RSNA's Clinical Trial Processor): every body is
//! read once, when the script is; files are treated by what was read.

mod arguments;
mod attribute;
mod body;
mod call;
mod cipher;
mod date;
mod digest;
mod evaluate;
mod function;
mod integers;
mod lexer;
mod lookup_table;
mod names;
mod pattern;
mod problem;
mod read;
mod script;
mod value;
mod walk;

pub use integers::{Access, Integers};
pub use lookup_table::LookupTable;
pub use read::Resources;
pub use script::Script;
