//! The working copy from which the skin is drawn for the face detector and for the report.

use dicom_common::code::Outcome;
use dicom_common::imaging::volume::Coarse;
use nalgebra::Point3;

use crate::limits::{SKIN_COARSEST, SKIN_FINEST, SKIN_MOST_VOXELS, SKIN_REACH};
use crate::series::When;
use crate::stack_pair::StackPair;

/// A copy of a stack around the middle of its face with cubic voxels, in which the skin can be seen: as fine as the
/// pixels are, within the limits of [`crate::limits`].
///
/// # Errors
/// Those of reading pixels.
pub fn skin_copy(stack: &StackPair<'_>, when: When, middle: &Point3<f64>) -> Outcome<Coarse> {
    let planes = stack.planes();
    let Some((plane, last)) = planes.first().zip(planes.last()) else {
        return stack.coarse(when, SKIN_FINEST.value);
    };
    let (slices, rows, columns) = (planes.len(), plane.rows, plane.columns);
    let area = rows as f64 * plane.row_spacing * columns as f64 * plane.column_spacing;
    let length = (last.origin - plane.origin).norm() * slices as f64 / (slices.max(2) - 1) as f64;
    let voxel =
        plane.row_spacing.min(plane.column_spacing).clamp(SKIN_FINEST.value, SKIN_COARSEST.value);
    let most = (area * length.min(2.0 * SKIN_REACH.value) / SKIN_MOST_VOXELS.value).cbrt();
    stack.coarse_near(when, middle, SKIN_REACH.value, voxel.max(most))
}
