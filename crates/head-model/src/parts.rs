//! The parts of the face in the model's own space: LPS mm.

use nalgebra::{Point3, Vector3};

/// A part of the face by which people are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The right eyeball.
    RightEye,
    /// The left eyeball.
    LeftEye,
    /// The nose in front of the cheeks.
    Nose,
    /// The lips.
    Mouth,
    /// The tip of the chin.
    Chin,
}

/// Where the face looks.
pub(crate) const FRONT: Vector3<f64> = Vector3::new(0.0, -1.0, 0.0);

/// Where a part lies: a box, or the ellipsoid in it.
pub(crate) struct Extent {
    /// Its middle.
    pub middle: Point3<f64>,
    /// Half its size along each axis.
    pub half: Vector3<f64>,
}

impl Part {
    /// All parts, from the eyes downwards.
    pub const ALL: [Part; 5] = [Part::RightEye, Part::LeftEye, Part::Nose, Part::Mouth, Part::Chin];

    /// Its extent in the model: read off the model's surface.
    pub(crate) fn extent(self) -> Extent {
        let of = |middle: [f64; 3], half: [f64; 3]| Extent {
            middle: Point3::from(middle),
            half: Vector3::from(half),
        };
        match self {
            Part::RightEye => of([-33.0, -56.0, -34.0], [10.0; 3]),
            Part::LeftEye => of([33.0, -56.0, -34.0], [10.0; 3]),
            Part::Nose => of([0.0, -82.0, -70.0], [13.0, 12.0, 16.0]),
            Part::Mouth => of([0.0, -66.0, -108.0], [24.0, 12.0, 12.0]),
            Part::Chin => of([0.0, -56.0, -138.0], [18.0, 12.0, 12.0]),
        }
    }
}
