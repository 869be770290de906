//! Axis-aligned boxes, which spare the evaluation of solids that are far away.

use crate::vec3::{Vec3, vec3};

/// A box along the LPS axes between two corners, in mm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    low: Vec3,
    high: Vec3,
}

impl Bounds {
    /// The whole space.
    pub const EVERYWHERE: Self = Self {
        low: vec3(f64::NEG_INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY),
        high: vec3(f64::INFINITY, f64::INFINITY, f64::INFINITY),
    };

    /// The box that reaches `half` to either side of `centre`.
    #[must_use]
    pub fn around(centre: Vec3, half: Vec3) -> Self {
        Self { low: centre - half, high: centre + half }
    }

    /// The box between two opposite corners.
    #[must_use]
    pub fn between(a: Vec3, b: Vec3) -> Self {
        Self { low: a.zip(b, f64::min), high: a.zip(b, f64::max) }
    }

    /// The middle of the box.
    #[must_use]
    pub fn centre(self) -> Vec3 {
        (self.low + self.high) * 0.5
    }

    /// The lengths of the edges, in mm.
    #[must_use]
    pub fn size(self) -> Vec3 {
        self.high - self.low
    }

    /// The smallest box that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self { low: self.low.zip(other.low, f64::min), high: self.high.zip(other.high, f64::max) }
    }

    /// What both boxes share.
    #[must_use]
    pub fn common(self, other: Self) -> Self {
        Self { low: self.low.zip(other.low, f64::max), high: self.high.zip(other.high, f64::min) }
    }

    /// The box with every face moved outwards by `mm`.
    #[must_use]
    pub fn grown(self, mm: f64) -> Self {
        let by = vec3(mm, mm, mm);
        Self { low: self.low - by, high: self.high + by }
    }

    /// The smallest box that holds this one and its mirror image in the plane x = 0.
    #[must_use]
    pub fn mirrored(self) -> Self {
        let flip = |p: Vec3| vec3(-p.x, p.y, p.z);
        let (a, b) = (flip(self.low), flip(self.high));
        self.hull(Self { low: a.zip(b, f64::min), high: a.zip(b, f64::max) })
    }

    /// How far `p` lies outside the box along the axis where it is farthest out, in mm; negative inside.
    #[must_use]
    pub fn distance(&self, p: Vec3) -> f64 {
        let below = self.low - p;
        let above = p - self.high;
        let out = below.zip(above, f64::max);
        out.x.max(out.y).max(out.z)
    }
}
