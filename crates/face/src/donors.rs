//! Faces that serve other series: what is found in one is true of all in its frame of reference.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::verdict::Face;

/// The best face of each frame of reference (PS3.3 C.7.4.1): that of the series with the finest voxels.
///
/// ```
/// use std::sync::Arc;
///
/// use face::{Donors, Face, Frame, Region};
/// use nalgebra::Point3;
///
/// struct Nothing;
/// impl Region for Nothing {
///     fn contains(&self, _: &Point3<f64>) -> bool {
///         false
///     }
/// }
///
/// let (right, left) = (Point3::new(-31.0, 0.0, 0.0), Point3::new(31.0, 0.0, 0.0));
/// let frame = Frame::of(&right, &left);
/// let face = Face { centre: frame.origin, frame, region: Arc::new(Nothing) };
///
/// let mut donors = Donors::default();
/// donors.add("1.2.3", 0.5, &face);
/// assert!(donors.of("1.2.3").is_some());
/// assert!(donors.of("1.2.4").is_none());
/// ```
#[derive(Clone, Default)]
pub struct Donors {
    /// By Frame of Reference UID.
    best: BTreeMap<String, Donor>,
}

#[derive(Clone)]
struct Donor {
    /// mm³ of a voxel of its series.
    voxel: f64,
    face: Face,
}

impl Donors {
    /// Adds the face of a series with this Frame of Reference UID, (0020,0052), and voxels of so many
    /// mm³. Of two series with equal voxels the first stays. A series without a frame of reference
    /// serves no other.
    pub fn add(&mut self, frame_of_reference: &str, voxel: f64, face: &Face) {
        if frame_of_reference.is_empty() {
            return;
        }
        let donor = || Donor { voxel, face: face.clone() };
        match self.best.entry(frame_of_reference.to_owned()) {
            Entry::Vacant(free) => {
                free.insert(donor());
            }
            Entry::Occupied(mut best) => {
                if voxel.total_cmp(&best.get().voxel).is_lt() {
                    best.insert(donor());
                }
            }
        }
    }

    /// The face that serves a frame of reference, if there is one.
    pub fn of(&self, frame_of_reference: &str) -> Option<&Face> {
        self.best.get(frame_of_reference).map(|donor| &donor.face)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use nalgebra::Point3;

    use super::*;
    use crate::frame::Frame;
    use crate::region::Region;

    struct Nothing;
    impl Region for Nothing {
        fn contains(&self, _: &Point3<f64>) -> bool {
            false
        }
    }

    /// Faces are told apart by where they are.
    fn face(x: f64) -> Face {
        let frame = Frame::of(&Point3::new(x - 31.0, 0.0, 0.0), &Point3::new(x + 31.0, 0.0, 0.0));
        Face { centre: frame.origin, frame, region: Arc::new(Nothing) }
    }

    fn serves(donors: &Donors, frame_of_reference: &str) -> Option<f64> {
        donors.of(frame_of_reference).map(|face| face.centre.x)
    }

    #[test]
    fn the_face_with_the_finest_voxels_serves_its_frame_of_reference_whatever_the_order() {
        for order in [[(1.0, 3.0), (2.0, 1.0)], [(2.0, 1.0), (1.0, 3.0)]] {
            let mut donors = Donors::default();
            for (x, voxel) in order {
                donors.add("A", voxel, &face(x));
            }
            donors.add("B", 0.1, &face(9.0));
            assert_eq!(serves(&donors, "A"), Some(2.0));
            assert_eq!(serves(&donors, "B"), Some(9.0));
            assert_eq!(serves(&donors, "C"), None);
        }
    }

    #[test]
    fn of_equal_voxels_and_of_unknown_ones_the_first_stays() {
        for voxel in [1.0, f64::INFINITY] {
            let mut donors = Donors::default();
            donors.add("A", voxel, &face(1.0));
            donors.add("A", voxel, &face(2.0));
            assert_eq!(serves(&donors, "A"), Some(1.0));
        }
    }

    #[test]
    fn a_series_without_a_frame_of_reference_serves_no_other() {
        let mut donors = Donors::default();
        donors.add("", 1.0, &face(1.0));
        assert_eq!(serves(&donors, ""), None);
    }
}
