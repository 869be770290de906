//! What can disclose the patient.

/// Why an object's content is not to be trusted, as its header tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Disclosure {
    /// An encapsulated document: PDF, CDA, STL and the like (PS3.3 C.24.2).
    Document,
    /// A rendering of a surface or volume, which can show the face.
    Rendering,
    /// A photograph or film of the patient from outside.
    Photograph,
    /// A picture of a screen, of a film or of paper, which can hold text: secondary captures,
    /// dose and protocol pages.
    ScreenCapture,
    /// Ultrasound, whose frames are captures of the device's screen.
    Ultrasound,
}
