//! The head's own frame: origin between the eyes, axes to the left, to the front and upwards.

use nalgebra::{Matrix3, Point3, Rotation3, Unit, Vector3};

/// A frame that the eyes and the pitch of the head define.
///
/// ```
/// use face::Frame;
/// use nalgebra::Point3;
///
/// // Eyes in LPS mm: x grows to the patient's left, y to the back.
/// let frame = Frame::of(&Point3::new(-31.0, -80.0, 0.0), &Point3::new(31.0, -80.0, 0.0));
/// assert_eq!(frame.apart, 62.0);
/// // The tip of the nose, in front of the eyes and below them.
/// let nose = frame.point(0.0, 45.0, -35.0);
/// assert_eq!(nose, Point3::new(0.0, -125.0, -35.0));
/// assert_eq!(frame.locate(&nose), [0.0, 45.0, -35.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Between the eyes (LPS, mm).
    pub origin: Point3<f64>,
    /// Unit, from the right to the left eye.
    pub left: Vector3<f64>,
    /// Unit, where the face looks.
    pub front: Vector3<f64>,
    /// Unit, towards the crown.
    pub up: Vector3<f64>,
    /// Distance of the eyes' centres in mm.
    pub apart: f64,
    /// Degrees by which the face looks down against the patient's axes.
    pub pitch: f64,
}

/// Distance of an adult's eyes, centre to centre, in mm (Dodgson, Proc. SPIE 5291, 2004).
pub const USUAL_DISTANCE: f64 = 63.0;

impl Frame {
    /// The frame of two eyes (LPS, mm) of a head that looks straight ahead.
    pub fn of(right: &Point3<f64>, left: &Point3<f64>) -> Self {
        let axis = left - right;
        let along = axis.normalize();
        let ahead = Vector3::new(0.0, -1.0, 0.0);
        let front = (ahead - along * ahead.dot(&along)).normalize();
        let up = front.cross(&along);
        Self { origin: right + axis / 2.0, left: along, front, up, apart: axis.norm(), pitch: 0.0 }
    }

    /// The same with the face looking down by further degrees.
    pub fn pitched(&self, degrees: f64) -> Self {
        let turn =
            Rotation3::from_axis_angle(&Unit::new_unchecked(self.left), degrees.to_radians());
        Self { front: turn * self.front, up: turn * self.up, pitch: self.pitch + degrees, ..*self }
    }

    /// A point given in mm to the left, to the front and upwards.
    pub fn point(&self, left: f64, front: f64, up: f64) -> Point3<f64> {
        self.origin + self.left * left + self.front * front + self.up * up
    }

    /// mm to the left, to the front and upwards of a point.
    pub fn locate(&self, p: &Point3<f64>) -> [f64; 3] {
        let d = p - self.origin;
        [d.dot(&self.left), d.dot(&self.front), d.dot(&self.up)]
    }

    /// mm between the middles of the eyes of this head and of another.
    pub fn distance(&self, other: &Self) -> f64 {
        (self.origin - other.origin).norm()
    }

    /// Degrees by which another head is turned against this one, about whatever axis.
    pub fn turn(&self, other: &Self) -> f64 {
        let axes = |frame: &Self| Matrix3::from_columns(&[frame.left, frame.front, frame.up]);
        let cosine = ((axes(self).transpose() * axes(other)).trace() - 1.0) / 2.0;
        cosine.clamp(-1.0, 1.0).acos().to_degrees()
    }

    /// Size of the head beside a usual adult's, by the distance of the eyes.
    pub fn scale(&self) -> f64 {
        (self.apart / USUAL_DISTANCE).clamp(0.75, 1.15)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_that_looks_down_has_its_chin_behind() {
        let frame = Frame::of(&Point3::new(-31.0, 0.0, 0.0), &Point3::new(31.0, 0.0, 0.0));
        assert!((frame.up - Vector3::new(0.0, 0.0, 1.0)).norm() < 1e-12);
        let down = frame.pitched(20.0);
        assert!(down.front.z < -0.3 && down.front.y < -0.9);
        assert!((down.turn(&frame) - 20.0).abs() < 1e-9 && down.distance(&frame) == 0.0);
        let p = down.point(1.0, 2.0, 3.0);
        let back = down.locate(&p);
        assert!((back[0] - 1.0).abs() + (back[1] - 2.0).abs() + (back[2] - 3.0).abs() < 1e-12);
    }
}
