//! How a body is held and how it is built: from the frame in which it is drawn to the patient's.

use crate::vec3::{Vec3, vec3};

/// Turns about the LPS axes, one after the other, in degrees.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pose {
    /// About x, first: positive lowers the chin.
    pub pitch: f64,
    /// About y, next: positive leans the crown to the left.
    pub roll: f64,
    /// About z, last: positive turns the face to the left.
    pub yaw: f64,
}

/// How the drawn body is stretched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Build {
    /// Factors along x, y and z.
    pub size: Vec3,
    /// A further factor for everything below the eyes: children have less than 1.
    pub face: f64,
}

impl Default for Build {
    fn default() -> Self {
        Self { size: vec3(1.0, 1.0, 1.0), face: 1.0 }
    }
}

/// The map between the frame in which a body is drawn and the patient's LPS.
#[derive(Clone, Debug, PartialEq)]
pub struct Placement {
    /// The rows of the matrix from the patient's frame to the body's.
    rows: [Vec3; 3],
    offset: Vec3,
    pose: Pose,
    build: Build,
    pivot: Vec3,
}

/// Between these heights, from below the eyes to the teeth, the factor sets in (z in mm).
const FACE: (f64, f64) = (-22.0, -90.0);
/// Depths of the face shrink towards this y, in mm.
const NAPE: f64 = 30.0;

impl Placement {
    /// The body turned and stretched about `pivot`.
    #[must_use]
    pub fn new(pose: Pose, build: Build, pivot: Vec3) -> Self {
        let turned = |v: Vec3| {
            v.rotated_about_x(pose.pitch).rotated_about_y(pose.roll).rotated_about_z(pose.yaw)
        };
        let Build { size, .. } = build;
        let rows = [
            turned(vec3(1.0, 0.0, 0.0)) * size.x.recip(),
            turned(vec3(0.0, 1.0, 0.0)) * size.y.recip(),
            turned(vec3(0.0, 0.0, 1.0)) * size.z.recip(),
        ];
        Self { rows, offset: pivot - times(&rows, pivot), pose, build, pivot }
    }

    /// The body as it is drawn.
    #[must_use]
    pub fn identity() -> Self {
        Self::new(Pose::default(), Build::default(), Vec3::default())
    }

    /// Millimetres in the patient per millimetre in the drawing, on average.
    #[must_use]
    pub fn scale(&self) -> f64 {
        (self.build.size.x + self.build.size.y + self.build.size.z) / 3.0
    }

    /// The place in the drawn body of a point in the patient (LPS mm).
    #[must_use]
    pub fn to_body(&self, p: Vec3) -> Vec3 {
        self.grown_up(times(&self.rows, p) + self.offset)
    }

    /// The place in the patient (LPS mm) of a point of the drawn body.
    #[must_use]
    pub fn to_patient(&self, p: Vec3) -> Vec3 {
        let small = (0..60).fold(p, |guess, _| guess + p - self.grown_up(guess));
        let stretched = (small - self.pivot).zip(self.build.size, |a, b| a * b);
        let Pose { pitch, roll, yaw } = self.pose;
        stretched.rotated_about_x(pitch).rotated_about_y(roll).rotated_about_z(yaw) + self.pivot
    }

    /// Undoes the smaller face.
    fn grown_up(&self, p: Vec3) -> Vec3 {
        let (from, to) = FACE;
        if self.build.face == 1.0 || p.z >= from {
            return p;
        }
        let more = self.build.face.recip() - 1.0;
        let t = ((from - p.z) / (from - to)).min(1.0);
        let factor = 1.0 + more * t * t * (3.0 - 2.0 * t);
        // The integral of the smooth step keeps heights continuous.
        let lower = (t * t * t * (1.0 - t / 2.0)) * (from - to) + (to - p.z).max(0.0);
        vec3(p.x * factor, NAPE + (p.y - NAPE) * factor, p.z - more * lower)
    }
}

fn times(rows: &[Vec3; 3], p: Vec3) -> Vec3 {
    let [x, y, z] = rows;
    vec3(x.dot(p), y.dot(p), z.dot(p))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PIVOT: Vec3 = vec3(0.0, 5.0, -14.0);

    #[test]
    fn a_body_that_is_neither_turned_nor_stretched_stays_exactly_as_drawn() {
        let place = Placement::new(Pose::default(), Build::default(), PIVOT);
        let p = vec3(0.1, -73.3, 1.0 / 3.0);
        assert_eq!(place.to_body(p), p);
    }

    #[test]
    fn patient_and_body_map_onto_each_other() {
        let pose = Pose { pitch: 20.0, roll: -13.0, yaw: 31.0 };
        let build = Build { size: vec3(0.8, 0.9, 0.85), face: 0.8 };
        let place = Placement::new(pose, build, PIVOT);
        for p in [vec3(32.0, -62.0, -14.0), vec3(3.0, -90.0, -110.0), vec3(0.0, 40.0, 70.0)] {
            assert!((place.to_body(place.to_patient(p)) - p).length() < 1e-6);
        }
    }

    #[test]
    fn pitch_lowers_the_chin_roll_leans_the_crown_and_yaw_turns_the_face_to_the_left() {
        let turned =
            |pose, p| Placement::new(pose, Build::default(), PIVOT).to_patient(p + PIVOT) - PIVOT;
        let face = vec3(0.0, -90.0, 0.0);
        assert!(turned(Pose { pitch: 20.0, ..Pose::default() }, face).z < -20.0);
        assert!(turned(Pose { yaw: 20.0, ..Pose::default() }, face).x > 20.0);
        assert!(turned(Pose { roll: 20.0, ..Pose::default() }, vec3(0.0, 0.0, 90.0)).x > 20.0);
    }

    #[test]
    fn the_face_of_a_child_is_short() {
        let child = Placement::new(Pose::default(), Build { face: 0.8, ..Build::default() }, PIVOT);
        let chin = child.to_patient(vec3(0.0, -90.0, -110.0));
        assert!(chin.z > -100.0 && chin.y > -80.0);
        let crown = vec3(0.0, 10.0, 100.0);
        assert!((child.to_patient(crown) - crown).length() < 1e-9);
    }
}
