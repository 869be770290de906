//! Pictures of head volumes for people who review defacing.
//!
//! A [`grid::Grid`] comes in, PNG bytes or HTML text go out; nothing here knows DICOM or files.
//! [`head`] finds the head in the volume, [`skin`] its surface, [`camera`] and [`surface`] what is
//! seen of it from a side, [`shade`] makes that a picture. [`section`] cuts through the volume.
//! [`sheet`] puts the pictures of one volume on one page, [`page`] lists a run.
//!
//! All coordinates are LPS mm. Planes follow the radiological convention: the patient's right is on
//! the left of the picture.

pub mod camera;
pub mod canvas;
mod field;
pub mod grid;
pub mod head;
pub mod image;
pub mod page;
pub mod section;
pub mod shade;
pub mod sheet;
pub mod skin;
pub mod surface;
