//! How far the voxels of a volume lie apart.

use dicom_common::imaging::volume::Volume;

/// mm between the voxels of a volume along its columns, rows and slices.
pub fn spacing(volume: &Volume) -> [f64; 3] {
    let affine = volume.affine();
    [0, 1, 2].map(|axis| affine.fixed_view::<3, 1>(0, axis).norm())
}
