//! A benchmark of de-identification in the manner of the MIDI-B challenge (MICCAI 2024).
//!
//! [`maker`] plants made-up identifiers in demonstration data and writes an answer key; [`score`]
//! counts how many of the key's actions an anonymizer carried out; [`run`] measures configurations of
//! dcm-scrub and writes the page of the documentation.

pub mod area;
mod charset;
pub mod class;
mod compressed;
pub mod file;
pub mod files;
pub mod image;
pub mod ink;
pub mod key;
pub mod maker;
pub mod midi;
pub mod place;
pub mod run;
pub mod score;

mod words;
