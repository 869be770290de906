//! The working copy.

use nalgebra::Point3;
use ndarray::Array3;

/// A working copy on an isotropic grid along the patient's axes.
#[derive(Clone, Debug, Default)]
pub struct Coarse {
    /// LPS mm of the centre of voxel (0, 0, 0).
    pub origin: Point3<f64>,
    /// mm between voxels.
    pub spacing: f64,
    /// Rescaled values by [x to the left, y to the back, z to the head]; NaN outside the field of
    /// view.
    pub values: Array3<f32>,
}

impl Coarse {
    /// The centre of a voxel, LPS mm.
    pub fn point(&self, at: [usize; 3]) -> Point3<f64> {
        let [x, y, z] = at.map(|i| i as f64 * self.spacing);
        self.origin + nalgebra::Vector3::new(x, y, z)
    }
}
