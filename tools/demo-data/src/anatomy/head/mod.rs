//! A head: the origin lies between the temples, the eyes at y = -62 mm, z = -14 mm.
//!
//! Every part is given in the head's own LPS frame in mm: x = 0 is the mid-sagittal plane,
//! -y is the direction of the face, +z the crown.

mod airway;
mod cranium;
mod eyes;
mod face;
mod fossae;
mod holder;
mod jaw;
mod model;
mod neck;
mod orbit;
mod shoulders;
mod skin;
mod soft;
mod stripped;

pub use eyes::Eyes;
pub use model::Model;
pub use stripped::Stripped;

use super::Anatomy;
use crate::placement::{Build, Placement, Pose};
use crate::position::Position;
use crate::solid::Solid;
use crate::vec3::{Vec3, vec3};

/// The point about which a head is turned and scaled.
const MIDDLE: Vec3 = vec3(0.0, 5.0, -14.0);

/// How a head differs from the usual one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head {
    /// How finely it is drawn.
    pub model: Model,
    /// Which eyes there are.
    pub eyes: Eyes,
    /// How it is turned.
    pub pose: Pose,
    /// How it is stretched.
    pub build: Build,
    /// What has been taken away from its images.
    pub stripped: Option<Stripped>,
}

impl Head {
    /// The head with its neck, on what a patient in this position lies on.
    #[must_use]
    pub fn anatomy(&self, position: Position) -> Anatomy {
        let depth = match self.model {
            Model::Simple => [vec![], vec![], neck::layers(-58.0, 8), cranium::layers()],
            Model::Detailed => {
                [soft::layers(), shoulders::layers(), neck::layers(-73.0, 14), fossae::layers()]
            }
        };
        let body = depth.into_iter().chain([
            face::layers(),
            jaw::layers(),
            orbit::layers(self.model, self.eyes),
            airway::layers(),
        ]);
        let body = [skin::layers(self.model)].into_iter().chain(body);
        Anatomy::new(body.flatten())
            .on(holder::layers(position))
            .placed(self.placement())
            .blanked(self.stripped.map(|s| s.region(self.model)))
    }

    /// From the frame in which the parts are given to the patient's.
    #[must_use]
    pub fn placement(&self) -> Placement {
        Placement::new(self.pose, self.build, MIDDLE)
    }

    /// What the inner table of the skull encloses, in the frame in which the parts are given.
    #[must_use]
    pub fn cranial_cavity(&self) -> Solid {
        self.model.cavity()
    }
}

/// The usual head in a head holder, all layers.
#[must_use]
pub fn head() -> Anatomy {
    Head::default().anatomy(Position::Hfs)
}
