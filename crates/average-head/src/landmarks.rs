//! Where the face of the average head is, in its own space: LPS mm.

use nalgebra::{Point3, Vector3};

/// The centre of the right eyeball. Found by [`fn@face::find`] in the mean head at 1 mm and at 3 mm, on both
/// at the same place within 1 mm.
pub const RIGHT_EYE: Point3<f64> = Point3::new(-30.0, -74.0, -34.0);
/// The centre of the left eyeball.
pub const LEFT_EYE: Point3<f64> = Point3::new(30.0, -80.0, -32.0);
/// Where the face looks: level with the patient's axes but for the pitch of 5° that its profile has.
pub const FRONT: Vector3<f64> = Vector3::new(0.0, -0.996_195, -0.087_156);
