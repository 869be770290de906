//! Where the search begins: poses in which heads are scanned.

use nalgebra::{Matrix4, Rotation3, Vector3};

use crate::head::Head;

/// Nodding, about the x axis, in degrees.
const PITCH: [f64; 5] = [-40.0, -20.0, 0.0, 20.0, 40.0];
/// Shaking the head, about the z axis, in degrees.
const YAW: [f64; 3] = [-25.0, 0.0, 25.0];
/// Shift along z in mm: a field of view may end below the head's top.
const LIFT: [f64; 7] = [-90.0, -60.0, -30.0, 0.0, 30.0, 60.0, 90.0];

/// Rigid transforms from the fixed to the moving head: their uppermost parts lie on each other,
/// then the head is turned about its centre and lifted.
pub fn starts(fixed: &Head, moving: &Head) -> Vec<Matrix4<f64>> {
    let from_centre = Matrix4::new_translation(&-fixed.centre.coords);
    let to_centre = Matrix4::new_translation(&moving.centre.coords);
    let mut starts = Vec::new();
    for pitch in PITCH {
        for yaw in YAW {
            for lift in LIFT {
                let turn = Rotation3::from_axis_angle(&Vector3::x_axis(), pitch.to_radians())
                    * Rotation3::from_axis_angle(&Vector3::z_axis(), yaw.to_radians());
                let lift = Matrix4::new_translation(&Vector3::new(0.0, 0.0, lift));
                starts.push(to_centre * lift * turn.to_homogeneous() * from_centre);
            }
        }
    }
    starts
}
