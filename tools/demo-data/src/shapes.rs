//! The primitive solids from which anatomy is put together. All lengths are in mm.

use crate::bounds::Bounds;
use crate::solid::{Solid, union};
use crate::vec3::{Vec3, vec3};

/// An ellipsoid along the axes with these half lengths (the distance is exact to first order at the surface).
#[must_use]
pub fn ellipsoid(centre: Vec3, half: Vec3) -> Solid {
    Solid::new(Bounds::around(centre, half), move |p| {
        let q = (p - centre).zip(half, |a, b| a / b);
        let level = q.length();
        let slope = q.zip(half, |a, b| a / b).length();
        if slope < 1e-9 { -half.x.min(half.y).min(half.z) } else { level * (level - 1.0) / slope }
    })
}

/// A ball.
#[must_use]
pub fn ball(centre: Vec3, radius: f64) -> Solid {
    Solid::new(Bounds::around(centre, vec3(radius, radius, radius)), move |p| {
        (p - centre).length() - radius
    })
}

/// A rod with rounded ends whose radius changes from `from_radius` to `to_radius`.
#[must_use]
pub fn rod(from: Vec3, from_radius: f64, to: Vec3, to_radius: f64) -> Solid {
    let point = Bounds::around(from, Vec3::default());
    let bounds = point.hull(Bounds::around(to, Vec3::default())).grown(from_radius.max(to_radius));
    let along = to - from;
    let squared = along.dot(along);
    Solid::new(bounds, move |p| {
        let t = ((p - from).dot(along) / squared).clamp(0.0, 1.0);
        (p - from - along * t).length() - from_radius - t * (to_radius - from_radius)
    })
}

/// A rounded rod of one radius through all of the points.
#[must_use]
pub fn path(points: &[Vec3], radius: f64) -> Solid {
    union(points.iter().zip(points.iter().skip(1)).map(|(&a, &b)| rod(a, radius, b, radius)))
}

/// An elliptic cylinder along z, from `centre.z - half.z` to `centre.z + half.z`.
#[must_use]
pub fn column(centre: Vec3, half: Vec3) -> Solid {
    Solid::new(Bounds::around(centre, half), move |p| {
        let q = p - centre;
        let (u, v) = (q.x / half.x, q.y / half.y);
        let level = u.hypot(v);
        let slope = (u / half.x).hypot(v / half.y);
        let side = if slope < 1e-9 { -half.x.min(half.y) } else { level * (level - 1.0) / slope };
        side.max(q.z.abs() - half.z)
    })
}

/// Everything on one side of the plane through `point`: the side against which `outwards` points.
#[must_use]
pub fn half_space(point: Vec3, outwards: Vec3) -> Solid {
    let normal = outwards.normalized();
    Solid::new(Bounds::EVERYWHERE, move |p| (p - point).dot(normal))
}

/// A box along the axes with rounded edges.
#[must_use]
pub fn block(centre: Vec3, half: Vec3, rounding: f64) -> Solid {
    let core = half - vec3(rounding, rounding, rounding);
    Solid::new(Bounds::around(centre, half), move |p| {
        let q = p - centre;
        let out = vec3(q.x.abs(), q.y.abs(), q.z.abs()) - core;
        let outside = out.zip(Vec3::default(), f64::max).length();
        outside + out.x.max(out.y).max(out.z).min(0.0) - rounding
    })
}
