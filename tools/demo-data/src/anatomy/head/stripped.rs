//! Images from which others have already taken the face.

use super::Model;
use crate::bounds::Bounds;
use crate::shapes::half_space;
use crate::solid::Solid;
use crate::vec3::vec3;

/// What has been blanked in the images of a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stripped {
    /// Everything in front of the jaw joints and below the floor of the skull.
    Wedge,
    /// Everything below one plane from the brow to the nape.
    Plane,
    /// Everything but the brain.
    Skull,
}

impl Stripped {
    /// The part of the head's own frame that is blank.
    #[must_use]
    pub fn region(self, model: Model) -> Solid {
        match self {
            Self::Wedge => half_space(vec3(0.0, -76.0, 8.0), vec3(0.0, 0.36, 0.93))
                .within(half_space(vec3(0.0, -40.0, 0.0), vec3(0.0, 1.0, 0.0)), 0.0),
            Self::Plane => half_space(vec3(0.0, -78.0, 6.0), vec3(0.0, 0.45, 0.89)),
            Self::Skull => {
                let brain = model.cavity().grown(-2.0);
                Solid::new(Bounds::EVERYWHERE, move |p| -brain.distance(p))
            }
        }
    }
}
