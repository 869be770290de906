//! Registration of head volumes: how the head in one volume must be moved, turned, scaled and
//! sheared so that it lies on the head in another, whatever the contrast of the two. Coarse to
//! fine, from many starts, by mutual information; no knowledge of DICOM. All coordinates are world
//! coordinates in mm along the patient's axes (LPS).

mod climb;
mod error;
mod grid;
mod head;
mod image;
mod level;
pub mod limits;
mod mask;
mod metric;
mod motion;
mod quality;
mod register;
mod sample;
mod scale;
mod settings;
mod start;
mod template;

pub use error::{Doubt, Error};
pub use grid::Grid;
pub use quality::Quality;
pub use register::{Registration, align, register};
pub use settings::{Resolution, Settings};
pub use template::TemplateRegion;
