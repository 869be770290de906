//! Whether what is left reads as a face.

use std::ops::Add;

use face::Frame;
use nalgebra::Point3;
use recognition::{Detector, Pose, Sight};
use render::skin::Skin;

/// The middle of a face as the detector sees it lies so far to the side of the eyes' middle, and
/// so far above it, in mm.
const ASIDE: f64 = 25.0;
const ABOVE: std::ops::RangeInclusive<f64> = -50.0..=8.0;

/// What the detector says of one volume.
#[derive(Debug, Clone, PartialEq)]
pub struct Detection {
    /// Its mean score over all views.
    pub score: f64,
    /// Where it sees the face: the median middle of what it found, in mm to the left and upwards of
    /// the eyes.
    pub at: Option<[f64; 2]>,
}

/// How a head lies whose face was found.
pub fn pose(frame: &Frame) -> Pose {
    Pose { eyes: frame.origin, left: frame.left, front: frame.front, up: frame.up }
}

impl Detection {
    /// Whether the detector sees the face where the landmarks are: a finder of eyes and a detector
    /// of faces that know nothing of each other agree.
    pub fn is_between_the_eyes(&self) -> bool {
        self.at.is_some_and(|[left, up]| left.abs() <= ASIDE && ABOVE.contains(&up))
    }

    /// Looks at a skin; without one there is no face.
    pub fn at(skin: Option<&Skin>, pose: &Pose, detector: &Detector) -> Self {
        let sights = skin.map(|skin| pose.look(skin, detector)).unwrap_or_default();
        let scores = sights.iter().filter_map(|sight| sight.found).map(|found| found.score);
        let places = || sights.iter().filter_map(|sight| place(sight, pose));
        let median = |mut values: Vec<f64>| {
            values.sort_by(f64::total_cmp);
            values.get(values.len() / 2).copied()
        };
        let left = median(places().map(|at| at[0]).collect());
        let up = median(places().map(|at| at[1]).collect());
        Self {
            score: scores.fold(0.0, f64::add) / sights.len().max(1) as f64,
            at: left.zip(up).map(|(left, up)| [left, up]),
        }
    }
}

/// The skin in the middle of what was found, in mm to the left and upwards of the eyes.
fn place(sight: &Sight, pose: &Pose) -> Option<[f64; 2]> {
    let [column, row] = sight.found?.middle.map(|at| at.round().max(0.0) as usize);
    let p: Point3<f64> = sight.surface.point((column, row))?;
    let from = p - pose.eyes;
    Some([from.dot(&pose.left), from.dot(&pose.up)])
}
