//! Whether the surface of a head reads as a face: its skin is drawn from several sides, and a face
//! detector looks at the pictures.
//!
//! The detector is SeetaFace's (S. Wu et al., Funnel-structured cascade for multi-view face
//! detection with alignment awareness, Neurocomputing 221, 2017) with its own model, in the port of
//! the crate `rustface`. It was made for photographs: a shaded skin scores lower than one, and a
//! face without its lower half usually not at all.

mod detector;
mod pose;

pub use detector::{Detector, Found, UnreadableModel};
pub use pose::{Pose, Sight};
