//! A head: the origin lies between the temples, the eyes at y = -62 mm, z = -14 mm.
//!
//! Every part is given in the head's own LPS frame in mm: x = 0 is the mid-sagittal plane,
//! -y is the direction of the face, +z the crown.

mod airway;
mod cranium;
mod face;
mod holder;
mod jaw;
mod neck;
mod orbit;
mod skin;

use super::Anatomy;

/// The head with its neck, in a head holder.
#[must_use]
pub fn head() -> Anatomy {
    Anatomy::new(
        [
            holder::layers(),
            skin::layers(),
            neck::layers(),
            cranium::layers(),
            face::layers(),
            jaw::layers(),
            orbit::layers(),
            airway::layers(),
        ]
        .into_iter()
        .flatten(),
    )
}
