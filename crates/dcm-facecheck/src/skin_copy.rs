//! The working copy from which the skin is drawn for the face detector and for the report.

use dicom_common::imaging::volume::{Coarse, Volume};
use nalgebra::Point3;

use crate::limits::{SKIN_COARSEST, SKIN_FINEST, SKIN_MOST_VOXELS, SKIN_REACH};

/// A copy of a volume around the middle of its face with cubic voxels, in which the skin can be seen: as fine as the
/// pixels are, within the limits of [`crate::limits`].
pub fn skin_copy(volume: &Volume, middle: &Point3<f64>) -> Coarse {
    let [slices, rows, columns] = volume.shape();
    let Some((first, last)) = volume.slices.first().zip(volume.slices.last()) else {
        return volume.coarse(SKIN_FINEST.value);
    };
    let plane = &first.plane;
    let area = rows as f64 * plane.row_spacing * columns as f64 * plane.column_spacing;
    let length =
        (last.plane.origin - plane.origin).norm() * slices as f64 / (slices.max(2) - 1) as f64;
    let voxel =
        plane.row_spacing.min(plane.column_spacing).clamp(SKIN_FINEST.value, SKIN_COARSEST.value);
    let most = (area * length.min(2.0 * SKIN_REACH.value) / SKIN_MOST_VOXELS.value).cbrt();
    volume.coarse_near(middle, SKIN_REACH.value, voxel.max(most))
}
