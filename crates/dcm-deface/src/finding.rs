//! What a series shows, once its volumes were examined.

use dicom_common::code::Code;
use face::{Face, Shown};

/// A series as far as the decision on it depends on it.
pub struct Examined {
    /// What a manifest calls it before its face is removed.
    pub name: String,
    /// Frame of Reference UID of its images (PS3.3 C.7.4.1); empty where there is none.
    pub frame_of_reference: String,
    /// mm³ of a voxel of the volume in which a face was found; infinite where none was.
    pub voxel_volume: f64,
    /// What its volumes show.
    pub finding: Finding,
    /// What a person decided about it; nobody, most often.
    pub person: Option<Person>,
}

/// What a person decided about a series.
#[derive(Clone)]
pub enum Person {
    /// It passes as it is.
    Pass,
    /// The larger cut is made: around this face; none where nothing may be one.
    Deep(Option<Face>),
    /// It is cut at the eyes that were pointed at; no face where these lie far from the series.
    Eyes(Option<Face>),
    /// It is held back.
    LeaveOut,
}

/// What a series shows.
pub enum Finding {
    /// A face of its own.
    Face(Face),
    /// A volume without a face.
    NoFace(Code),
    /// A volume whose face could not be found beyond doubt.
    Doubt {
        /// The code that says which cues disagree or are too weak.
        why: Code,
        /// The face with the larger cut that these cues allow, where there is one.
        deep: Option<Face>,
    },
    /// Slices that make up no volume: a localizer of MR, or too few.
    Slices,
    /// Pictures that are no slices, so that no part of space can be removed from them: a scout of
    /// CT, a projection, a rendering.
    Projection(Code),
    /// Pixels that cannot be read.
    Failed(Code),
}

impl Finding {
    /// What it says about the pictures of the same study in which no face can be looked for.
    pub fn shown(&self) -> Shown {
        match self {
            Self::NoFace(code) => Shown::without_face(*code),
            Self::Slices | Self::Projection(_) => Shown::NoVolume,
            // Nobody looked for a face in it.
            Self::Doubt { why: Code::OtherModality | Code::Mosaic, .. } => Shown::NoVolume,
            Self::Face(_) | Self::Doubt { .. } | Self::Failed(_) => Shown::PerhapsHead,
        }
    }
}
