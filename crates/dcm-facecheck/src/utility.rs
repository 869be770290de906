//! Whether the brain is whole.

use dicom_common::imaging::volume::Coarse;
use face::{Brain, Face, Frame, Region};
use nalgebra::Point3;

use crate::finding::ExaminedVolume;
use crate::limits::{BRAIN_MOST, ORBITS_ABOVE, ORBITS_FRONT};

/// The brain of a volume.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Utility {
    /// ml of the original's brain that became air.
    pub lost: f64,
    /// ml of brain in the original.
    pub brain: f64,
}

impl Utility {
    /// Looks at a volume with a face; none where no brain is found, or more than a brain. `floor` is the value above
    /// which a voxel is no air, `after` a working copy of the volume after defacing.
    pub fn of(
        examined: &ExaminedVolume<'_>,
        face: &Face,
        after: &Coarse,
        floor: f32,
    ) -> Option<Self> {
        let before = &examined.coarse;
        let brain = Brain::of(before, examined.pair.modality(), &face.frame)?;
        let lost = Lost { before, after, frame: &face.frame, floor };
        let found = Self { lost: brain.overlap(&lost), brain: brain.overlap(&Everything) };
        (found.brain <= BRAIN_MOST.value).then_some(found)
    }
}

/// Where tissue became air.
struct Lost<'a> {
    before: &'a Coarse,
    after: &'a Coarse,
    frame: &'a Frame,
    floor: f32,
}

impl Region for Lost<'_> {
    fn contains(&self, p: &Point3<f64>) -> bool {
        let value = |copy: &Coarse| {
            let at = ((p - copy.origin) / copy.spacing).map(f64::round);
            let inside = at.iter().all(|index| *index >= 0.0);
            let index = [at.x as usize, at.y as usize, at.z as usize];
            copy.values.get(index).copied().filter(|_| inside).unwrap_or(f32::NAN)
        };
        let [_, front, up] = self.frame.locate(p).map(|mm| mm / self.frame.scale());
        let outside_orbits = front < ORBITS_FRONT.value || up > ORBITS_ABOVE.value;
        outside_orbits && value(self.before) > self.floor && value(self.after) <= self.floor
    }
}

/// All of space.
struct Everything;

impl Region for Everything {
    fn contains(&self, _: &Point3<f64>) -> bool {
        true
    }
}
