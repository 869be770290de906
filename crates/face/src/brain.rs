//! The brain guard: what lies inside the skull and must not be cut.

use dicom_common::imaging::series::Modality;
use dicom_common::imaging::volume::Coarse;
use morphology::{Components, dilated, squared_distance};
use nalgebra::{Point3, Vector3};
use ndarray::{Array3, Zip};

use crate::field::Field;
use crate::frame::Frame;
use crate::region::Region;

/// CT values of brain, blood and fluid lie between, in HU: fat and air below, bone above.
const SOFT: std::ops::Range<f32> = -40.0..180.0;
/// The openings of the skull are narrower than twice this, in mm: the foramen magnum apart.
const OPENING: f64 = 7.0;
/// The same where the brain is narrow: between the roofs of the orbits.
const NARROW_OPENING: f64 = 4.0;
/// In mm over the eyes, below which nothing of it lies.
const NARROW_ABOVE: f64 = -4.0;
/// In MR, where skin is as bright as brain, it is looked for so many mm to each side of the middle ...
const NARROW_ASIDE: f64 = 16.0;
/// ... and no further to the front of the eyes than this, in mm.
const NARROW_FRONT: f64 = 6.0;
/// Eyeballs with their muscles reach this far from their centres, in mm.
const EYE: f64 = 15.0;
/// An ellipsoid in which an adult's brain lies, in mm to the left, to the front and upwards of the eyes.
const USUAL: Ellipsoid = Ellipsoid { middle: [0.0, -78.0, 38.0], half: [82.0, 102.0, 82.0] };

/// An ellipsoid along the axes.
struct Ellipsoid {
    middle: [f64; 3],
    /// Half axes.
    half: [f64; 3],
}

/// Voxels of a working copy that belong to the brain.
pub struct Brain {
    /// LPS mm of voxel (0, 0, 0).
    origin: Point3<f64>,
    /// mm between voxels.
    spacing: f64,
    /// What surely belongs to the brain, by voxel.
    sure: Array3<bool>,
    /// The same with the narrow brain between the orbits, which in MR may be mucosa of the nose.
    guarded: Array3<bool>,
}

impl Brain {
    /// Finds the brain above and behind the eyes; none where nothing is enclosed.
    pub fn of(volume: &Coarse, modality: Modality, frame: &Frame) -> Option<Self> {
        let Ellipsoid { middle, half } = USUAL;
        // A child's brain is larger beside the distance of its eyes than an adult's.
        let scale = frame.scale().max(0.9);
        let near = |p: &Point3<f64>| {
            let q = frame.locate(p);
            let square = |i: usize| {
                let off = q.get(i).zip(middle.get(i)).zip(half.get(i));
                off.map_or(f64::INFINITY, |((q, m), h)| ((q - m * scale) / (h * scale)).powi(2))
            };
            let eye = [-0.5, 0.5].iter().any(|side| {
                (p - frame.point(side * frame.apart, 0.0, 0.0)).norm() < EYE * frame.scale()
            });
            square(0) + square(1) + square(2) <= 1.0 && !eye
        };
        let level = middle_level(volume, frame)?;
        let soft = |v: f32| match modality {
            Modality::Ct => SOFT.contains(&v),
            // Above bone and air, which give no signal, and below most of the brain.
            Modality::Mr | Modality::Pt | Modality::Nm => v > 0.45 * level,
        };
        let mut candidate = volume.values.mapv(soft);
        Zip::indexed(&mut candidate).par_for_each(|(x, y, z), inside| {
            *inside = *inside && near(&volume.point([x, y, z]));
        });
        // The field of view may end inside the head: its edge is no wall.
        let spacing = [volume.spacing; 3];
        let wall = Zip::from(&candidate).and(&volume.values).map_collect(|c, v| !*c && !v.is_nan());
        let wall = squared_distance(&wall, spacing);
        let further = |opening: f64| {
            let reach = (opening * opening) as f32;
            Zip::from(&wall).and(&candidate).map_collect(|d, c| *c && *d > reach)
        };
        let grown = |core: &Array3<bool>, opening: f64| {
            let mut grown = dilated(core, spacing, opening + volume.spacing);
            Zip::from(&mut grown).and(&candidate).for_each(|inside, c| *inside &= c);
            grown
        };
        let components = Components::of(&further(OPENING));
        let sure = grown(&components.mask(components.largest()?), OPENING);
        let is_between = |p: &Point3<f64>| {
            let [left, front, up] = frame.locate(p).map(|mm| mm / frame.scale());
            let behind = left.abs() < NARROW_ASIDE && front < NARROW_FRONT;
            up > NARROW_ABOVE && (modality == Modality::Ct || behind)
        };
        let mut narrow = further(NARROW_OPENING);
        Zip::indexed(&mut narrow).and(&sure).par_for_each(|(x, y, z), narrow, sure| {
            *narrow = *sure || *narrow && is_between(&volume.point([x, y, z]));
        });
        let components = Components::of(&narrow);
        let mut narrow = components.mask(components.largest()?);
        Zip::from(&mut narrow).and(&sure).for_each(|narrow, sure| *narrow &= !sure);
        let mut guarded = grown(&narrow, NARROW_OPENING);
        Zip::from(&mut guarded).and(&sure).for_each(|guarded, sure| *guarded |= sure);
        Some(Self { origin: volume.origin, spacing: volume.spacing, sure, guarded })
    }

    /// No brain anywhere.
    #[cfg(test)]
    pub(crate) fn nowhere() -> Self {
        let none = Array3::default((0, 0, 0));
        Self { origin: Point3::origin(), spacing: 1.0, sure: none.clone(), guarded: none }
    }

    /// Whether a point (LPS, mm) belongs to the brain or may do so.
    pub fn may_contain(&self, p: &Point3<f64>) -> bool {
        let q = ((p - self.origin) / self.spacing).add_scalar(0.5);
        if q.iter().any(|i| *i < 0.0) {
            return false;
        }
        self.guarded.get([q.x as usize, q.y as usize, q.z as usize]).copied().unwrap_or(false)
    }

    /// ml in view that surely are brain.
    pub fn volume(&self) -> f64 {
        let count = self.sure.iter().filter(|sure| **sure).count();
        count as f64 * self.spacing.powi(3) / 1000.0
    }

    /// ml of what surely is brain that lie in a region.
    pub fn overlap(&self, region: &impl Region) -> f64 {
        let hit = |((x, y, z), sure): ((usize, usize, usize), &bool)| {
            let [x, y, z] = [x, y, z].map(|i| i as f64 * self.spacing);
            *sure && region.contains(&(self.origin + Vector3::new(x, y, z)))
        };
        let count = self.sure.indexed_iter().filter(|at| hit(*at)).count();
        count as f64 * self.spacing.powi(3) / 1000.0
    }
}

/// The median around the middle of where the brain is to be expected.
fn middle_level(volume: &Coarse, frame: &Frame) -> Option<f32> {
    let field = Field::of(volume);
    let mut values: Vec<f32> = Vec::new();
    for left in (-40..=40).step_by(8) {
        for front in (-110..=-50).step_by(6) {
            for up in (0..=70).step_by(7) {
                let p = frame.point(f64::from(left), f64::from(front), f64::from(up));
                values.extend(Some(field.at(&p)).filter(|v| v.is_finite()));
            }
        }
    }
    values.sort_unstable_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A brain in bone, with a pocket of so many mm to each side between the orbits.
    fn brain(aside: f64) -> Brain {
        let frame = Frame::of(&Point3::new(-31.0, 0.0, 0.0), &Point3::new(31.0, 0.0, 0.0));
        let grid = Coarse {
            spacing: 2.0,
            origin: Point3::new(-90.0, -40.0, -40.0),
            values: Array3::default((0, 0, 0)),
        };
        let value = |(x, y, z): (usize, usize, usize)| {
            let [left, front, up] = frame.locate(&grid.point([x, y, z]));
            let ball = left.powi(2) + (front + 78.0).powi(2) + (up - 38.0).powi(2) < 3600.0;
            let pocket =
                left.abs() < aside && (-30.0..0.0).contains(&front) && (4.0..30.0).contains(&up);
            if ball || pocket { 35.0 } else { 800.0 }
        };
        let volume = Coarse { values: Array3::from_shape_fn((90, 100, 80), value), ..grid };
        Brain::of(&volume, Modality::Ct, &frame).unwrap()
    }

    #[test]
    fn in_ct_the_brain_between_the_orbits_is_found_and_what_is_narrow_is_none() {
        let between = Point3::new(0.0, 8.0, 16.0);
        assert!(brain(6.0).may_contain(&between));
        assert!(!brain(3.0).may_contain(&between));
        assert!(brain(3.0).may_contain(&Point3::new(0.0, 78.0, 38.0)));
        // It is spared, and not counted: most of its 9 ml lie too deep in the nose for what is sure.
        let more = brain(6.0).volume() - brain(3.0).volume();
        assert!(more < 3.0, "{more}");
    }
}
