//! What the tools share. Each module is one step of a file's way: found ([`discover`]), opened
//! safely ([`dataset`]), decided upon ([`policy`], [`pseudonym`]), published safely ([`publish`]),
//! one row ([`manifest`]).

pub mod cli;
pub mod code;
pub mod dataset;
pub mod discover;
pub mod intact;
pub mod known;
pub mod manifest;
pub mod pending;
pub mod policy;
pub mod pseudonym;
pub mod publish;
pub mod workbook;
