//! The part of space that is removed, in the head's own frame.

use std::sync::Arc;

use dicom_common::imaging::series::Modality;
use nalgebra::Point3;

use crate::brain::Brain;
use crate::frame::Frame;
use crate::region::Region;

/// mm above the eyes up to which is cut, by mm in front of them, where a brain guard holds;
/// straight between, level outside.
const CEILING: [(f64, f64); 3] = [(-15.0, 4.0), (0.0, 12.0), (12.0, 20.0)];
/// Between the orbits, so many mm aside, the base of the skull lies lower, ...
const BETWEEN: f64 = 20.0;
/// ... as it does so many mm further back beside them. The skin is far in front of it.
const FURTHER_BACK: f64 = 8.0;
/// The same without a guard: no brain lies below.
const LOW_CEILING: [(f64, f64); 2] = [(-15.0, 0.0), (10.0, 12.0)];
/// mm in front of the eyes behind which nothing is cut, by mm above them.
const BACK: [(f64, f64); 4] = [(-60.0, -42.0), (-40.0, -38.0), (-22.0, -18.0), (-12.0, -15.0)];
/// The eyeballs go whole: 12 mm, and 3 mm of the fat around.
const EYE: f64 = 15.0;
/// The same where the brain is never cut: in coarse voxels eyes are found to some 6 mm.
const GUARDED_EYE: f64 = 18.0;
/// By this much a deep cut is larger, in mm.
const DEEPER: f64 = 10.0;
/// The chin with the skin below it lies above this, in mm under the eyes.
const BOTTOM: f64 = -135.0;
/// Half the width of the widest face, in mm; arms beside it are not cut.
const HALF_WIDTH: f64 = 120.0;
/// The guard of MR images may be wrong; below the eyes it holds only this deep into the cut, in mm.
const SHELL: f64 = 10.0;
/// Above this height over the eyes, in mm of a usual adult, it holds everywhere: there the roofs of the orbits
/// and what is between them part the brain from the face, and the eyeballs are no part of it.
const ROOF: f64 = 0.0;

/// Where the brain is spared.
#[derive(Clone)]
pub enum Guard {
    /// Nowhere: no brain was found, or it does not matter.
    None,
    /// Above the eyes, and near the limits of the cut: the brain was found, but may be something else.
    Shell(Arc<Brain>),
    /// Wherever it was found.
    Everywhere(Arc<Brain>),
}

impl Guard {
    /// In CT what is found is the brain, in MR it may be wrong.
    pub fn of(modality: Modality, brain: Option<Arc<Brain>>) -> Self {
        match (brain, modality) {
            (None, _) => Self::None,
            (Some(brain), Modality::Ct) => Self::Everywhere(brain),
            (Some(brain), Modality::Mr | Modality::Pt | Modality::Nm) => Self::Shell(brain),
        }
    }

    /// Whether a point is spared that lies this deep in the cut and this high above the eyes, both in mm.
    fn spares(&self, p: &Point3<f64>, depth: f64, up: f64) -> bool {
        match self {
            Self::None => false,
            Self::Shell(brain) => (depth < SHELL || up > ROOF) && brain.may_contain(p),
            Self::Everywhere(brain) => brain.may_contain(p),
        }
    }
}

/// Removes eyes, nose, mouth and chin with what lies behind them.
pub struct Cut {
    /// Of the head.
    frame: Frame,
    guard: Guard,
    /// By how much the cut is larger than usual, in mm.
    larger: f64,
}

impl Cut {
    /// The cut of a face.
    pub fn new(frame: Frame, guard: Guard) -> Self {
        Self { frame, guard, larger: 0.0 }
    }

    /// A larger cut, for eyes that may not be quite where they seem to be.
    pub fn deep(frame: Frame, guard: Guard) -> Self {
        Self { larger: DEEPER, ..Self::new(frame, guard) }
    }

    /// mm inside of the limits of the cut, of a place in the head's frame; negative outside.
    fn depth(&self, place: [f64; 3]) -> f64 {
        let scale = self.frame.scale();
        let [left, front, up] = place.map(|v| v / scale);
        if left.abs() > HALF_WIDTH {
            return -1.0;
        }
        let (ceiling, reach): (&[_], f64) = match self.guard {
            Guard::None => (&LOW_CEILING, EYE),
            Guard::Shell(_) => (&CEILING, EYE),
            Guard::Everywhere(_) => (&CEILING, GUARDED_EYE),
        };
        let back = (BETWEEN - left.abs()).clamp(0.0, FURTHER_BACK);
        let above = along(ceiling, front - back) - up;
        let behind = front - along(&BACK, up);
        let face = above.min(behind).min(up - BOTTOM);
        // The nearer eye is the one on the point's side.
        let aside = left.abs() - self.frame.apart / 2.0 / scale;
        let eye = reach - (aside * aside + front * front + up * up).sqrt();
        face.max(eye) * scale + self.larger
    }
}

impl Region for Cut {
    fn contains(&self, p: &Point3<f64>) -> bool {
        let place = self.frame.locate(p);
        let (depth, [_, _, up]) = (self.depth(place), place);
        depth > 0.0 && !self.guard.spares(p, depth, up)
    }
}

/// The height of a line through points of ascending abscissa, level beyond its ends.
fn along(line: &[(f64, f64)], x: f64) -> f64 {
    let mut last: Option<(f64, f64)> = None;
    for &(to, y) in line {
        if x <= to {
            return last.map_or(y, |(from, start)| start + (y - start) * (x - from) / (to - from));
        }
        last = Some((to, y));
    }
    last.map_or(0.0, |(_, y)| y)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame() -> Frame {
        Frame::of(&Point3::new(-31.5, 0.0, 0.0), &Point3::new(31.5, 0.0, 0.0))
    }

    #[test]
    fn eyes_nose_mouth_and_chin_go_and_brain_neck_and_arms_stay() {
        let cut = Cut::new(frame(), Guard::None);
        for (left, front, up) in
            [(31.5, 0.0, 0.0), (0.0, 48.0, -35.0), (0.0, 33.0, -64.0), (0.0, 25.0, -96.0)]
        {
            assert!(cut.contains(&frame().point(left, front, up)), "{left} {front} {up}");
        }
        for (left, front, up) in [
            (0.0, 0.0, 25.0),
            (40.0, -30.0, -5.0),
            (0.0, -60.0, -70.0),
            (0.0, 30.0, -150.0),
            (140.0, 30.0, -60.0),
        ] {
            assert!(!cut.contains(&frame().point(left, front, up)), "{left} {front} {up}");
        }
    }

    #[test]
    fn a_head_that_looks_down_is_cut_where_its_chin_is() {
        let chin = frame().pitched(25.0).point(0.0, 0.0, -100.0);
        assert!(Cut::new(frame().pitched(25.0), Guard::None).contains(&chin));
        let behind = frame().pitched(25.0).point(0.0, -60.0, -60.0);
        assert!(!Cut::new(frame().pitched(25.0), Guard::None).contains(&behind));
    }

    #[test]
    fn between_the_orbits_the_base_of_the_skull_stays_and_the_brow_goes() {
        let enclosed = Guard::Everywhere(Arc::new(Brain::nowhere()));
        let cut = Cut::new(frame(), enclosed);
        assert!(!cut.contains(&frame().point(0.0, 3.0, 12.0)));
        assert!(cut.contains(&frame().point(0.0, 30.0, 19.0)));
        assert!(cut.contains(&frame().point(28.0, 3.0, 12.0)));
    }

    #[test]
    fn a_deep_cut_holds_the_usual_one() {
        let (usual, deep) = (Cut::new(frame(), Guard::None), Cut::deep(frame(), Guard::None));
        for front in -60..60 {
            for up in -140..40 {
                let p = frame().point(10.0, f64::from(front), f64::from(up));
                assert!(!usual.contains(&p) || deep.contains(&p));
            }
        }
        assert!(deep.contains(&frame().point(0.0, -20.0, -5.0)));
    }

    #[test]
    fn lines_are_straight_between_their_points_and_level_beyond() {
        let line = [(0.0, 1.0), (10.0, 2.0)];
        assert_eq!([-5.0, 5.0, 50.0].map(|x| along(&line, x)), [1.0, 1.5, 2.0]);
    }
}
