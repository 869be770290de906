//! Which eyes there are.

use crate::shapes::half_space;
use crate::solid::Solid;
use crate::vec3::{Vec3, vec3};

/// Which eyes there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Eyes {
    /// Both.
    #[default]
    Both,
    /// The left one has been taken out; fat fills its place.
    RightOnly,
    /// The right one has been taken out; fat fills its place.
    LeftOnly,
}

impl Eyes {
    /// Those of the left eye's parts and their mirror images that there are.
    pub fn there(self, part: Solid) -> Solid {
        let side = |x| half_space(Vec3::default(), vec3(x, 0.0, 0.0));
        match self {
            Self::Both => part.both_sides(),
            Self::RightOnly => part.both_sides().within(side(1.0), 0.0),
            Self::LeftOnly => part.both_sides().within(side(-1.0), 0.0),
        }
    }
}
