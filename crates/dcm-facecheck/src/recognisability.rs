//! Whether what is left reads as a face.

use std::ops::Add;

use face::Frame;
use nalgebra::Point3;
use recognition::{Detector, Pose, Sight};
use render::skin::Skin;

use crate::limits::{FACE_ABOVE, FACE_ASIDE, FACE_BELOW};

/// What the face detector finds in the drawn views of one volume's skin.
#[derive(Debug, Clone, PartialEq)]
pub struct Detection {
    /// The mean of its scores over all views, a view without a face counting as 0. The detector's
    /// own measure, without unit: whole faces have 20 to 50.
    pub score: f64,
    /// The median middle of what it found, on the skin; none if it found nothing in any view.
    pub middle: Option<Offset>,
}

/// A place relative to the middle of the eyes' centres, along the head's own axes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Offset {
    /// mm to the patient's left.
    pub left: f64,
    /// mm upwards, towards the crown.
    pub up: f64,
}

/// How a head lies whose face was found.
pub fn pose(frame: &Frame) -> Pose {
    Pose { eyes: frame.origin, left: frame.left, front: frame.front, up: frame.up }
}

impl Detection {
    /// Looks at a skin; without one there is no face.
    pub fn of(skin: Option<&Skin>, pose: &Pose, detector: &Detector) -> Self {
        let sights = skin.map(|skin| pose.look(skin, detector)).unwrap_or_default();
        let scores = sights.iter().filter_map(|sight| sight.found).map(|found| found.score);
        let offsets = || sights.iter().filter_map(|sight| offset(sight, pose));
        let median = |mut values: Vec<f64>| {
            values.sort_by(f64::total_cmp);
            values.get(values.len() / 2).copied()
        };
        let left = median(offsets().map(|offset| offset.left).collect());
        let up = median(offsets().map(|offset| offset.up).collect());
        Self {
            score: scores.fold(0.0, f64::add) / sights.len().max(1) as f64,
            middle: left.zip(up).map(|(left, up)| Offset { left, up }),
        }
    }

    /// Whether the detector sees the face where the landmarks are: a finder of eyes and a detector
    /// of faces that know nothing of each other agree.
    pub fn agrees_with_landmarks(&self) -> bool {
        self.middle.is_some_and(|Offset { left, up }| {
            FACE_ASIDE.passes(left.abs()) && FACE_BELOW.passes(-up) && FACE_ABOVE.passes(up)
        })
    }
}

/// Where the skin lies in the middle of what was found in a view.
fn offset(sight: &Sight, pose: &Pose) -> Option<Offset> {
    let [column, row] = sight.found?.middle.map(|at| at.round().max(0.0) as usize);
    let p: Point3<f64> = sight.surface.point(column, row)?;
    let from = p - pose.eyes;
    Some(Offset { left: from.dot(&pose.left), up: from.dot(&pose.up) })
}
