//! Whether the head before and after defacing are alike to a recogniser of faces.

use rayon::prelude::*;
use recognition::{Likeness, Pose, Recogniser};
use render::camera::View;
use render::skin::Skin;

/// Degrees to the side from which heads are looked at besides from the front.
const ASIDE: f64 = 12.0;

/// Distances of a head to its own picture from the front, as it was; without unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ToItself {
    /// Of the head as it was, seen from the side where it is more alike: whether it can be told at all.
    pub before: f64,
    /// Of what is left, from the front and both sides, where it is most alike.
    pub after: f64,
}

impl ToItself {
    /// Looks at a skin before and after; `apart` is the distance of the eyes in mm.
    pub fn of(
        recogniser: &Recogniser,
        before: &Skin,
        after: &Skin,
        pose: &Pose,
        apart: f64,
    ) -> Self {
        let views = [
            (before, 0.0),
            (before, -ASIDE),
            (before, ASIDE),
            (after, 0.0),
            (after, -ASIDE),
            (after, ASIDE),
        ];
        let look = |(skin, yaw): &(&Skin, f64)| {
            recogniser.look(skin, pose, apart, View { yaw: *yaw, pitch: 0.0 })
        };
        let seen: Vec<Likeness> = views.par_iter().map(look).collect();
        let Some((front, others)) = seen.split_first() else {
            return Self { before: f64::INFINITY, after: f64::INFINITY };
        };
        let (then, now) = others.split_at(2.min(others.len()));
        let nearest = |others: &[Likeness]| {
            others.iter().map(|other| front.distance(other)).fold(f64::INFINITY, f64::min)
        };
        Self { before: nearest(then), after: nearest(now) }
    }
}
