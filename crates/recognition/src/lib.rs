//! Whether the surface of a head reads as a face: its skin is drawn from several sides, and a face
//! detector looks at the pictures.
//!
//! The detector is SeetaFace's (S. Wu et al., Funnel-structured cascade for multi-view face
//! detection with alignment awareness, Neurocomputing 221, 2017) with its own model, in the port of
//! the crate `rustface`. It was made for photographs: a shaded skin scores lower than one, and a
//! face without its lower half usually not at all.
//!
//! The recogniser is dlib's (D. King, 2017, public domain), whose weights are found at run time:
//! `tools/get-recogniser.sh` fetches them. It says how near two heads are to each other.

mod detector;
mod network;
mod pose;
mod recogniser;

pub use detector::{Detector, Found, UnreadableModel};
pub use network::{NUMBERS, SIDE, UnreadableWeights};
pub use pose::{Pose, Sight};
pub use recogniser::{Likeness, Recogniser, crop};
