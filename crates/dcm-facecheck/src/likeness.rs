//! Whether the head before and after defacing are alike to a recogniser of faces.

use rayon::prelude::*;
use recognition::{Likeness, Pose, Recogniser};
use render::camera::View;
use render::skin::Skin;

/// Degrees to the side from which heads are looked at besides from the front.
const ASIDE: f64 = 12.0;

/// What a recogniser makes of the pictures of a head before and after defacing.
#[derive(Debug, Clone, PartialEq)]
pub struct Portrait {
    /// As it was, from the front.
    pub front: Likeness,
    /// As it was, from both sides.
    pub aside: Vec<Likeness>,
    /// What is left, from the front and both sides.
    pub left: Vec<Likeness>,
    /// The same with the cut completed by the average head; empty where nobody asked.
    pub completed: Vec<Likeness>,
}

/// Skins of a head.
pub struct Skins<'a> {
    /// As it was.
    pub before: &'a Skin,
    /// What is left.
    pub after: &'a Skin,
    /// The same with the cut completed, where that is asked for.
    pub completed: Option<&'a Skin>,
}

impl Portrait {
    /// Looks at a head before and after; `apart` is the distance of the eyes in mm.
    pub fn of(recogniser: &Recogniser, skins: &Skins<'_>, pose: &Pose, apart: f64) -> Option<Self> {
        let skins = [Some(skins.before), Some(skins.after), skins.completed];
        let from = |skin| [0.0, -ASIDE, ASIDE].map(|yaw| (skin, yaw));
        let views: Vec<(&Skin, f64)> = skins.into_iter().flatten().flat_map(from).collect();
        let look = |(skin, yaw): &(&Skin, f64)| {
            recogniser.look(skin, pose, apart, View { yaw: *yaw, pitch: 0.0 })
        };
        let mut seen: Vec<Likeness> = views.par_iter().map(look).collect();
        let completed = seen.split_off(6.min(seen.len()));
        let left = seen.split_off(3.min(seen.len()));
        let aside = seen.split_off(1.min(seen.len()));
        Some(Self { front: seen.pop()?, aside, left, completed })
    }

    /// How far the head as it was, seen from the side where it is more alike, is from its picture from the front:
    /// whether it can be told at all.
    pub fn before_to_itself(&self) -> f64 {
        nearest(&self.aside, &self.front)
    }

    /// How far what is left is from it, where it is most alike.
    pub fn left_to_itself(&self) -> f64 {
        nearest(&self.left, &self.front)
    }

    /// How far what is left with the cut completed is from it; none where nobody asked.
    pub fn completed_to_itself(&self) -> Option<f64> {
        (!self.completed.is_empty()).then(|| nearest(&self.completed, &self.front))
    }
}

/// The least distance of pictures to another one.
pub fn nearest(pictures: &[Likeness], other: &Likeness) -> f64 {
    pictures.iter().map(|picture| picture.distance(other)).fold(f64::INFINITY, f64::min)
}
