//! Solids as signed distance functions, in mm: negative inside, zero on the surface, positive outside.

use crate::bounds::Bounds;
use crate::vec3::{Vec3, vec3};
use std::sync::Arc;

/// Beyond this distance from its bounds a solid answers with the distance from the bounds, in mm.
const NEAR: f64 = 24.0;

type Distance = dyn Fn(Vec3) -> f64 + Send + Sync;

/// A solid in space; clones share one description.
#[derive(Clone)]
pub struct Solid {
    bounds: Bounds,
    distance: Arc<Distance>,
}

impl Solid {
    /// The solid with this signed distance function, which lies wholly within `bounds`.
    pub fn new(bounds: Bounds, distance: impl Fn(Vec3) -> f64 + Send + Sync + 'static) -> Self {
        Self { bounds, distance: Arc::new(distance) }
    }

    /// The signed distance of `p` from the surface, in mm; far away a lower bound of it.
    #[must_use]
    pub fn distance(&self, p: Vec3) -> f64 {
        let away = self.bounds.distance(p);
        if away > NEAR { away } else { (self.distance)(p) }
    }

    /// How far `p` lies outside the box around the solid, in mm; negative inside.
    #[must_use]
    pub fn away(&self, p: Vec3) -> f64 {
        self.bounds.distance(p)
    }

    /// Both solids together, with a fillet of about `blend` mm where they meet.
    #[must_use]
    pub fn and(self, other: Self, blend: f64) -> Self {
        let bounds = self.bounds.hull(other.bounds).grown(blend / 4.0);
        Self::new(bounds, move |p| smooth_min(self.distance(p), other.distance(p), blend))
    }

    /// What both solids share, with edges rounded over about `blend` mm.
    #[must_use]
    pub fn within(self, other: Self, blend: f64) -> Self {
        let bounds = self.bounds.common(other.bounds);
        Self::new(bounds, move |p| -smooth_min(-self.distance(p), -other.distance(p), blend))
    }

    /// The solid without `other`, with edges rounded over about `blend` mm.
    #[must_use]
    pub fn without(self, other: Self, blend: f64) -> Self {
        Self::new(self.bounds, move |p| -smooth_min(-self.distance(p), other.distance(p), blend))
    }

    /// The solid with its surface moved outwards by `mm`.
    #[must_use]
    pub fn grown(self, mm: f64) -> Self {
        Self::new(self.bounds.grown(mm), move |p| self.distance(p) - mm)
    }

    /// The solid together with its mirror image in the mid-sagittal plane; it must lie at x > 0.
    #[must_use]
    pub fn both_sides(self) -> Self {
        Self::new(self.bounds.mirrored(), move |p| self.distance(vec3(p.x.abs(), p.y, p.z)))
    }

    /// The solid with a surface folded by waves of this amplitude and wavelength, in mm.
    #[must_use]
    pub fn folded(self, amplitude: f64, wavelength: f64) -> Self {
        let k = std::f64::consts::TAU / wavelength;
        Self::new(self.bounds.grown(amplitude), move |p| {
            let drift =
                vec3(3.0 * (p.y / 17.0).sin(), 3.0 * (p.z / 15.0).sin(), 3.0 * (p.x / 19.0).sin());
            let q = (p + drift) * k;
            let wave = q.x.sin() * q.y.cos() + q.y.sin() * q.z.cos() + q.z.sin() * q.x.cos();
            self.distance(p) - amplitude * wave / 1.5
        })
    }
}

/// The smaller of two distances, rounded off where they differ by less than `blend`.
fn smooth_min(a: f64, b: f64, blend: f64) -> f64 {
    let overlap = (blend - (a - b).abs()).max(0.0);
    let fillet = if blend > 0.0 { overlap * overlap / (4.0 * blend) } else { 0.0 };
    a.min(b) - fillet
}

/// All of the solids together, without fillets.
#[must_use]
pub fn union(solids: impl IntoIterator<Item = Solid>) -> Solid {
    let solids: Vec<Solid> = solids.into_iter().collect();
    let bounds = solids.iter().map(|s| s.bounds).reduce(Bounds::hull);
    Solid::new(bounds.unwrap_or(Bounds::EVERYWHERE), move |p| {
        solids.iter().map(|s| s.distance(p)).fold(f64::INFINITY, f64::min)
    })
}

/// All of the solids together, with fillets of about `blend` mm.
#[must_use]
pub fn blended(first: Solid, rest: impl IntoIterator<Item = Solid>, blend: f64) -> Solid {
    rest.into_iter().fold(first, |whole, part| whole.and(part, blend))
}
