//! Made-up DICOM series for demonstrations and benchmarks of de-identification and defacing.
//!
//! [`write_phantom`] scans analytic heads and a chest and plants identifiers all over their headers;
//! [`planted_identifiers`] tells which. [`write_bench_set`] writes many CT slices quickly.
//! Lengths are in mm, coordinates in the DICOM patient system (LPS).

pub mod anatomy;
pub mod bench;
pub mod bounds;
pub mod contrast;
pub mod diffusion;
pub mod element;
pub mod error;
mod file;
pub mod flaw;
pub mod header;
pub mod heads;
pub mod identity;
pub mod measurement;
pub mod phantom;
pub mod phantoms;
pub mod placement;
pub mod position;
pub mod scan;
pub mod series;
pub mod settings;
pub mod shapes;
pub mod solid;
pub mod stack;
pub mod study;
pub mod tissue;
pub mod truth;
pub mod uid;
pub mod vec3;

pub use bench::write_bench_set;
pub use error::Error;
pub use identity::planted_identifiers;
pub use phantom::Phantom;
pub use phantoms::{Written, write_phantom, write_series};
pub use series::Series;
pub use settings::Settings;
pub use truth::{Landmark, Truth};
pub use uid::UID_ROOT;
