//! Where the voxels of a series lie.

use crate::vec3::{Vec3, vec3};

/// A stack of parallel slices with square pixels, in LPS mm.
#[derive(Clone, Debug, PartialEq)]
pub struct Stack {
    /// Rows and columns of every slice.
    pub matrix: u16,
    /// Number of slices.
    pub slices: u16,
    /// Distance of neighbouring pixels in a slice, in mm.
    pub pixel: f64,
    /// Direction of growing column index (unit length).
    pub along_row: Vec3,
    /// Direction of growing row index (unit length).
    pub along_column: Vec3,
    /// From any voxel to the one in the next slice, in mm.
    pub step: Vec3,
    /// The middle of the stack.
    pub centre: Vec3,
}

impl Stack {
    /// Slices across the body from feet to head, `field` mm wide and high, covering `extent` mm.
    #[must_use]
    pub fn axial(matrix: u16, slices: u16, field: f64, extent: f64, centre: Vec3) -> Self {
        Self {
            matrix,
            slices,
            pixel: field / f64::from(matrix),
            along_row: vec3(1.0, 0.0, 0.0),
            along_column: vec3(0.0, 1.0, 0.0),
            step: vec3(0.0, 0.0, extent / f64::from(slices)),
            centre,
        }
    }

    /// Slices along the mid-sagittal plane from left to right, `field` mm wide and high, covering `extent` mm.
    #[must_use]
    pub fn sagittal(matrix: u16, slices: u16, field: f64, extent: f64, centre: Vec3) -> Self {
        Self {
            matrix,
            slices,
            pixel: field / f64::from(matrix),
            along_row: vec3(0.0, 1.0, 0.0),
            along_column: vec3(0.0, 0.0, -1.0),
            step: vec3(-extent / f64::from(slices), 0.0, 0.0),
            centre,
        }
    }

    /// The stack turned as a whole about the LPS x axis through its middle.
    #[must_use]
    pub fn oblique(mut self, degrees: f64) -> Self {
        self.step = self.step.rotated_about_x(degrees);
        self.tilted(degrees)
    }

    /// The stack with its planes turned about the LPS x axis while they still step in the old direction.
    #[must_use]
    pub fn tilted(mut self, degrees: f64) -> Self {
        self.along_row = self.along_row.rotated_about_x(degrees);
        self.along_column = self.along_column.rotated_about_x(degrees);
        self
    }

    /// The unit normal of the slices: row direction times column direction.
    #[must_use]
    pub fn normal(&self) -> Vec3 {
        self.along_row.cross(self.along_column)
    }

    /// The distance of neighbouring slice planes, in mm.
    #[must_use]
    pub fn spacing(&self) -> f64 {
        self.step.dot(self.normal()).abs()
    }

    /// The centre of the voxel at this slice, row and column, in mm.
    #[must_use]
    pub fn voxel(&self, slice: u16, row: u16, column: u16) -> Vec3 {
        let from_middle = |index: u16, count: u16| f64::from(index) - f64::from(count - 1) / 2.0;
        self.centre
            + self.step * from_middle(slice, self.slices)
            + self.along_column * (from_middle(row, self.matrix) * self.pixel)
            + self.along_row * (from_middle(column, self.matrix) * self.pixel)
    }

    /// `ImagePositionPatient` of a slice: the centre of its first voxel, in mm.
    #[must_use]
    pub fn position(&self, slice: u16) -> Vec3 {
        self.voxel(slice, 0, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axial() -> Stack {
        Stack::axial(4, 3, 8.0, 9.0, vec3(0.0, 1.0, 2.0))
    }

    #[test]
    fn the_middle_of_the_stack_is_its_centre() {
        let stack = axial().oblique(20.0);
        let ends = stack.voxel(0, 0, 0) + stack.voxel(2, 3, 3);
        assert!((ends * 0.5 - stack.centre).length() < 1e-12);
    }

    #[test]
    fn an_oblique_stack_steps_along_its_normal() {
        let stack = axial().oblique(20.0);
        assert!((stack.step - stack.normal() * 3.0).length() < 1e-12);
        assert!((stack.spacing() - 3.0).abs() < 1e-12);
    }

    #[test]
    fn a_tilted_gantry_steps_along_z_only() {
        let stack = axial().tilted(20.0);
        let step = stack.position(1) - stack.position(0);
        assert!((step - vec3(0.0, 0.0, 3.0)).length() < 1e-12);
        assert!((stack.spacing() - 3.0 * 20f64.to_radians().cos()).abs() < 1e-12);
    }

    #[test]
    fn a_sagittal_stack_goes_along_its_normal_to_the_right() {
        let stack = Stack::sagittal(4, 3, 8.0, 9.0, Vec3::default());
        assert!((stack.normal() - vec3(-1.0, 0.0, 0.0)).length() < 1e-12);
        assert!(stack.step.dot(stack.normal()) > 0.0);
    }
}
