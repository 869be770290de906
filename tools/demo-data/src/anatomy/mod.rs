//! Bodies painted in layers of tissue.

pub mod chest;
pub mod head;

use crate::solid::Solid;
use crate::tissue::Tissue;
use crate::vec3::Vec3;

/// A solid made of shells like an onion: each tissue starts at a depth below the surface, in mm.
pub struct Layer {
    solid: Solid,
    shells: Vec<(f64, Tissue)>,
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
        Self { solid, shells: shells.to_vec() }
    }
}

/// A body in air: later layers replace what earlier ones painted.
pub struct Anatomy {
    layers: Vec<Layer>,
}

impl Anatomy {
    /// The body made of these layers.
    #[must_use]
    pub fn new(layers: impl IntoIterator<Item = Layer>) -> Self {
        Self { layers: layers.into_iter().collect() }
    }

    /// A property of the tissue at `p` (LPS, mm); at borders the tissues mix over `blur` mm.
    pub fn sample(&self, p: Vec3, blur: f64, property: impl Fn(Tissue) -> f64) -> f64 {
        self.layers.iter().fold(property(Tissue::Air), |below, layer| {
            let distance = layer.solid.distance(p);
            layer.shells.iter().fold(below, |value, &(depth, tissue)| {
                let share = (0.5 - (distance + depth) / blur).clamp(0.0, 1.0);
                value + share * (property(tissue) - value)
            })
        })
    }
}
