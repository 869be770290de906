//! What was found.

use std::sync::Arc;

use dicom_common::code::Code;
use nalgebra::Point3;

use crate::frame::Frame;
use crate::region::Region;

/// A face and what removes it. It is true of every series in the same frame of reference.
#[derive(Clone)]
pub struct Face {
    /// Between the eyes (LPS, mm): where pictures are cut.
    pub centre: Point3<f64>,
    /// How the head lies: its axes, the distance of its eyes in mm and its pitch in degrees.
    pub frame: Frame,
    /// What is to be removed, by points in LPS mm.
    pub region: Arc<dyn Region>,
}

/// What a volume shows.
pub enum Verdict {
    /// A face, found beyond doubt.
    Face(Face),
    /// No face, beyond doubt: an `S_` code says what it is.
    NoFace(Code),
    /// Cues that disagree or are too weak: an `F_` code says which. Nothing may be written, unless
    /// the user chose the larger cut, where there is one.
    Doubt {
        /// Which cues are missing or disagree: an `F_` code.
        why: Code,
        /// The larger cut around what may be the face; none where nothing may be one.
        deep: Option<Face>,
    },
}
