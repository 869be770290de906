//! Along which axes a plane lies.

use nalgebra::Vector3;

/// A plane along two of the patient's axes, in the radiological convention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orientation {
    /// Seen from the feet: right on the left, anterior up.
    Axial,
    /// Seen from the front: right on the left, head up.
    Coronal,
    /// Seen from the left: anterior on the left, head up.
    Sagittal,
}

impl Orientation {
    /// In the order in which they are shown.
    pub const ALL: [Orientation; 3] =
        [Orientation::Axial, Orientation::Coronal, Orientation::Sagittal];

    /// Unit vectors to the right and down in the picture.
    pub fn axes(self) -> (Vector3<f64>, Vector3<f64>) {
        match self {
            Orientation::Axial => (Vector3::x(), Vector3::y()),
            Orientation::Coronal => (Vector3::x(), -Vector3::z()),
            Orientation::Sagittal => (Vector3::y(), -Vector3::z()),
        }
    }

    /// What the picture's left, right, upper and lower side are in the patient.
    pub fn letters(self) -> [&'static str; 4] {
        match self {
            Orientation::Axial => ["R", "L", "A", "P"],
            Orientation::Coronal => ["R", "L", "H", "F"],
            Orientation::Sagittal => ["A", "P", "H", "F"],
        }
    }
}
