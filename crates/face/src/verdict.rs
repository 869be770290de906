//! What was found.

use std::sync::Arc;

use dicom_common::code::Code;
use nalgebra::Point3;

use crate::frame::Frame;
use crate::region::Region;

/// A face and what removes it.
#[derive(Clone)]
pub struct Face {
    /// Between the eyes (LPS, mm): where pictures are cut.
    pub centre: Point3<f64>,
    /// How the head lies.
    pub frame: Frame,
    /// What is to be removed; also of other series in the same frame of reference.
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
        /// Why.
        why: Code,
        /// The larger cut.
        deep: Option<Face>,
    },
}
