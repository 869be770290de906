//! Where the voxels of a series lie.

use crate::bounds::Bounds;
use crate::position::Position;
use crate::vec3::{Vec3, vec3};
use clap::ValueEnum;

/// In radians; its multiples are spread evenly over the circle.
const GOLDEN_ANGLE: f64 = 2.399_963;

/// How slices lie in the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Plane {
    /// Across the body, stepping from feet to head.
    Axial,
    /// Along the mid-sagittal plane, stepping from left to right.
    Sagittal,
    /// Along the plane of the shoulders, stepping from front to back.
    Coronal,
}

impl Plane {
    /// What radiographers call it.
    #[must_use]
    pub fn term(self) -> &'static str {
        match self {
            Self::Axial => "TRA",
            Self::Sagittal => "SAG",
            Self::Coronal => "COR",
        }
    }
}

/// A stack of parallel slices with square pixels, in LPS mm.
#[derive(Clone, Debug, PartialEq)]
pub struct Stack {
    /// Rows of every slice.
    pub rows: u16,
    /// Columns of every slice.
    pub columns: u16,
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
    /// How far slices stray from their even places, in steps.
    pub unevenness: f64,
}

impl Stack {
    /// Slices that fill the field of view (LPS mm) with pixels of this size, `distance` mm apart.
    ///
    /// Rows and columns of axial slices follow the gantry, so they depend on how the patient lies.
    #[must_use]
    pub fn new(plane: Plane, position: Position, field: Bounds, pixel: f64, distance: f64) -> Self {
        let (along_row, along_column) = match plane {
            Plane::Axial => position.gantry_axes(),
            Plane::Sagittal => (vec3(0.0, 1.0, 0.0), vec3(0.0, 0.0, -1.0)),
            Plane::Coronal => (vec3(1.0, 0.0, 0.0), vec3(0.0, 0.0, -1.0)),
        };
        let normal = along_row.cross(along_column);
        let across = |direction: Vec3, step: f64| count(direction.dot(field.size()).abs() / step);
        Self {
            rows: across(along_column, pixel),
            columns: across(along_row, pixel),
            slices: across(normal, distance),
            pixel,
            along_row,
            along_column,
            step: normal * distance,
            centre: field.centre(),
            unevenness: 0.0,
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

    /// The stack moved by so many mm towards the patient's back.
    #[must_use]
    pub fn shifted_back(&self, mm: f64) -> Self {
        Self { centre: self.centre + vec3(0.0, mm, 0.0), ..self.clone() }
    }

    /// mm from the front of the field of view to its back.
    #[must_use]
    pub fn depth(&self) -> f64 {
        let along = [
            (self.along_row * self.pixel, self.columns),
            (self.along_column * self.pixel, self.rows),
            (self.step, self.slices),
        ];
        along.iter().map(|(step, count)| step.y.abs() * f64::from(*count)).sum()
    }

    /// The unit normal of the slices: row direction times column direction.
    #[must_use]
    pub fn normal(&self) -> Vec3 {
        self.along_row.cross(self.along_column)
    }

    /// The usual distance of neighbouring slice planes, in mm.
    #[must_use]
    pub fn spacing(&self) -> f64 {
        self.step.dot(self.normal()).abs()
    }

    /// The centre of the voxel at this slice, row and column, in mm.
    #[must_use]
    pub fn voxel(&self, slice: u16, row: u16, column: u16) -> Vec3 {
        let stray = self.unevenness * (GOLDEN_ANGLE * f64::from(slice)).sin();
        self.centre
            + self.step * (from_middle(slice, self.slices) + stray)
            + self.along_column * (from_middle(row, self.rows) * self.pixel)
            + self.along_row * (from_middle(column, self.columns) * self.pixel)
    }

    /// `ImagePositionPatient` of a slice: the centre of its first voxel, in mm.
    #[must_use]
    pub fn position(&self, slice: u16) -> Vec3 {
        self.voxel(slice, 0, 0)
    }

    /// Whether `p` (LPS mm) lies in one of the voxels.
    #[must_use]
    pub fn sees(&self, p: Vec3) -> bool {
        let normal = self.normal();
        let slice = (p - self.centre).dot(normal) / self.step.dot(normal);
        let in_plane = p - self.centre - self.step * slice;
        let within = |index: f64, count: u16| index.abs() <= f64::from(count) / 2.0;
        within(slice, self.slices)
            && within(in_plane.dot(self.along_column) / self.pixel, self.rows)
            && within(in_plane.dot(self.along_row) / self.pixel, self.columns)
    }
}

fn from_middle(index: u16, count: u16) -> f64 {
    f64::from(index) - f64::from(count - 1) / 2.0
}

/// The nearest number of pixels or slices, at least one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn count(exact: f64) -> u16 {
    exact.round().clamp(1.0, f64::from(u16::MAX)) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axial() -> Stack {
        let field = Bounds::around(vec3(0.0, 1.0, 2.0), vec3(4.0, 4.0, 4.5));
        Stack::new(Plane::Axial, Position::Hfs, field, 2.0, 3.0)
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
        let field = Bounds::around(Vec3::default(), vec3(4.0, 4.0, 4.0));
        let stack = Stack::new(Plane::Sagittal, Position::Hfs, field, 2.0, 3.0);
        assert!((stack.normal() - vec3(-1.0, 0.0, 0.0)).length() < 1e-12);
        assert!(stack.step.dot(stack.normal()) > 0.0);
    }

    #[test]
    fn a_stack_fills_its_field_of_view_in_every_plane_and_position() {
        for plane in [Plane::Axial, Plane::Sagittal, Plane::Coronal] {
            for &position in Position::value_variants() {
                let field = Bounds::around(vec3(0.0, 1.0, 2.0), vec3(6.0, 12.0, 18.0));
                let stack = Stack::new(plane, position, field, 2.0, 3.0);
                assert!(stack.sees(vec3(5.9, -10.9, 19.9)), "{plane:?} {position:?}");
                assert!(!stack.sees(vec3(6.1, 1.0, 2.0)), "{plane:?} {position:?}");
                assert!(!stack.sees(vec3(0.0, 13.1, 2.0)), "{plane:?} {position:?}");
                assert!(!stack.sees(vec3(0.0, 1.0, -16.1)), "{plane:?} {position:?}");
            }
        }
    }

    #[test]
    fn what_lies_one_depth_before_a_stack_is_seen_by_the_shifted_one() {
        let stack = axial();
        assert_eq!(stack.depth(), 8.0);
        let before = vec3(0.0, 1.0 - 8.0, 2.0);
        assert!(!stack.sees(before) && stack.shifted_back(-stack.depth()).sees(before));
    }

    #[test]
    fn uneven_slices_keep_their_order() {
        let stack = Stack { unevenness: 0.3, slices: 40, ..axial() };
        let z = |slice| stack.position(slice).z;
        assert!((0..39).all(|slice| z(slice) < z(slice + 1)));
        assert!((z(1) - z(0) - (z(2) - z(1))).abs() > 0.1);
    }
}
