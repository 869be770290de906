//! The working copy in which the skin can be seen.

use dicom_common::imaging::volume::{Coarse, Volume};
use face::Face;

/// mm between the voxels of the working copy in which the skin is seen, as fine as the pixels are.
const FINEST: f64 = 1.2;
const COARSEST: f64 = 1.5;
/// Voxels of that copy; larger fields of view get larger voxels.
const MOST_VOXELS: f64 = 40e6;
/// Slices so far from the eyes are not looked at, in mm.
const REACH: f64 = 200.0;

/// A working copy around the face in which the skin can be seen.
pub fn skin_copy(volume: &Volume, face: &Face) -> Coarse {
    let [slices, rows, columns] = volume.shape();
    let Some((first, last)) = volume.slices.first().zip(volume.slices.last()) else {
        return volume.coarse(FINEST);
    };
    let plane = &first.plane;
    let area = rows as f64 * plane.row_spacing * columns as f64 * plane.column_spacing;
    let length =
        (last.plane.origin - plane.origin).norm() * slices as f64 / (slices.max(2) - 1) as f64;
    let voxel = plane.row_spacing.min(plane.column_spacing).clamp(FINEST, COARSEST);
    let most = (area * length.min(2.0 * REACH) / MOST_VOXELS).cbrt();
    volume.coarse_near(&face.centre, REACH, voxel.max(most))
}
