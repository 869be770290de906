//! Header anonymization of DICOM files.

mod compat;
mod engine;
mod provenance;
mod recipe;
mod script;
mod sweep;
mod value;
