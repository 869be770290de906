//! Bodies painted in layers of tissue.

pub mod chest;
pub mod head;
pub mod knee;
pub mod water;
mod window;

pub use window::Window;

use crate::placement::Placement;
use crate::solid::Solid;
use crate::tissue::Tissue;
use crate::vec3::Vec3;

/// A solid made of shells like an onion: each tissue starts at a depth below the surface, in mm.
pub struct Layer {
    solid: Solid,
    shells: Vec<(f64, Tissue)>,
    /// How far the outermost shell lies outside the surface, in mm.
    reach: f64,
}

impl Layer {
    /// The solid, filled with one tissue.
    #[must_use]
    pub fn of(tissue: Tissue, solid: Solid) -> Self {
        Self::shells(solid, &[(0.0, tissue)])
    }

    /// The solid with these tissues from the outside inwards; negative depths lie outside its surface.
    #[must_use]
    pub fn shells(solid: Solid, shells: &[(f64, Tissue)]) -> Self {
        let reach = shells.iter().map(|&(depth, _)| -depth).fold(0.0, f64::max);
        Self { solid, shells: shells.to_vec(), reach }
    }
}

/// A body in air, and what it lies on: later layers cover earlier ones.
pub struct Anatomy {
    support: Vec<Layer>,
    body: Vec<Layer>,
    placement: Placement,
    blank: Option<Solid>,
}

impl Anatomy {
    /// The body made of these layers.
    #[must_use]
    pub fn new(body: impl IntoIterator<Item = Layer>) -> Self {
        Self {
            support: Vec::new(),
            body: body.into_iter().collect(),
            placement: Placement::identity(),
            blank: None,
        }
    }

    /// With these layers around the body, which stay where they are however the body is placed.
    #[must_use]
    pub fn on(mut self, support: impl IntoIterator<Item = Layer>) -> Self {
        self.support = support.into_iter().collect();
        self
    }

    /// With the body placed like this.
    #[must_use]
    pub fn placed(mut self, placement: Placement) -> Self {
        self.placement = placement;
        self
    }

    /// With the values in this part of the body's frame blanked after the scan.
    #[must_use]
    pub fn blanked(mut self, blank: Option<Solid>) -> Self {
        self.blank = blank;
        self
    }

    /// Whether the value at `p` (LPS, mm) has been blanked.
    #[must_use]
    pub fn is_blank(&self, p: Vec3) -> bool {
        self.blank.as_ref().is_some_and(|s| s.distance(self.placement.to_body(p)) < 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::head::{Head, Model};
    use super::*;
    use crate::placement::{Build, Pose};
    use crate::position::Position;
    use crate::vec3::vec3;

    #[test]
    fn a_window_shows_what_is_there() {
        let pose = Pose { pitch: 20.0, roll: 10.0, yaw: -15.0 };
        let build = Build { size: vec3(0.95, 1.0, 1.05), face: 0.9 };
        let head = Head { model: Model::Detailed, pose, build, ..Head::default() };
        let anatomy = head.anatomy(Position::Hfs);
        let mut worst = 0.0_f64;
        for index in 0..12 * 12 * 14 {
            let (x, y, z) = (index % 12, index / 12 % 12, index / 144);
            let place = |n: i32, from: f64| f64::from(n) * 19.0 + from;
            let centre = vec3(place(x, -104.0), place(y, -110.0), place(z, -150.0));
            let window = anatomy.window(centre, 8.0, 1.4);
            for corner in [vec3(4.5, 4.5, 4.5), vec3(-4.5, 4.5, -4.5), vec3(2.0, -7.0, 1.0)] {
                let p = centre + corner;
                let seen = window.sample(p, 1.4, Tissue::hounsfield);
                worst = worst.max((seen - anatomy.sample(p, 1.4, Tissue::hounsfield)).abs());
            }
        }
        assert!(worst < 1e-6, "{worst}");
    }
}
