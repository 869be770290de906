//! The mask of a series: what its defacer says that it removed.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::imaging::geometry::Plane;
use dicom_common::imaging::nifti::Nifti;
use nalgebra::{Matrix4, Vector4};

use crate::limits::{MASK_ALONG, MASK_ASIDE};

/// A mask on a grid of its own.
struct Mask {
    /// Columns, rows, slices.
    shape: [usize; 3],
    /// Whether each voxel is removed, in bits of which the lowest is the first; columns run fastest.
    removed: Vec<u64>,
    /// From LPS mm to column, row and slice.
    to_voxels: Matrix4<f64>,
}

/// The masks of a series, read as they are needed.
#[derive(Default)]
pub struct Masks {
    /// The mask that was read last: stacks of one series mostly share it.
    latest: Option<(PathBuf, Mask)>,
}

/// The mask of a stack.
pub struct StackMask<'a> {
    mask: &'a Mask,
    /// Whether the mask's voxels are the stack's, slice by slice; else they are looked up by place.
    by_slice: bool,
}

impl Masks {
    /// The mask of a stack: the named one, or if that lies elsewhere one beside it that does not.
    ///
    /// # Errors
    /// When the named one cannot be read.
    pub fn of(
        &mut self,
        named: Option<&Path>,
        planes: &[&Plane],
    ) -> Outcome<Option<StackMask<'_>>> {
        let Some(named) = named else { return Ok(None) };
        let latest = self.latest.take().filter(|(path, mask)| {
            path.parent() == named.parent() && (path == named || mask.is_on_grid(planes))
        });
        let (path, mask) = match latest {
            Some(latest) => latest,
            None => (named.to_owned(), Mask::read(named)?),
        };
        let latest = match mask.is_on_grid(planes) {
            true => (path, mask),
            false => beside(named, planes).unwrap_or((path, mask)),
        };
        let (_, mask) = self.latest.insert(latest);
        Ok(Some(StackMask { by_slice: mask.is_on_grid(planes), mask }))
    }
}

/// The mask in the same folder that is on a stack's grid.
fn beside(named: &Path, planes: &[&Plane]) -> Option<(PathBuf, Mask)> {
    let folder = named.parent().unwrap_or(Path::new("."));
    let mut others: Vec<PathBuf> =
        fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    others.retain(|path| {
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        name.contains("mask") && name.ends_with(".nii.gz") && path != named
    });
    others.sort();
    let mut masks = others.into_iter().filter_map(|path| Some((Mask::read(&path).ok()?, path)));
    masks.find(|(mask, _)| mask.is_on_grid(planes)).map(|(mask, path)| (path, mask))
}

impl Mask {
    fn read(path: &Path) -> Outcome<Self> {
        let file = File::open(path).map_err(|_| Fault(Code::Unreadable))?;
        let nifti = Nifti::read(file)?;
        let to_voxels = nifti.affine().try_inverse().ok_or(Fault(Code::Geometry))?;
        // 1 is kept, 0 removed; what is no number is kept.
        Ok(Self { shape: nifti.shape(), removed: nifti.bits(|value| value <= 0.5), to_voxels })
    }

    /// Whether its columns, rows and slices are those of a stack.
    fn is_on_grid(&self, planes: &[&Plane]) -> bool {
        let slices = planes.len();
        let (rows, columns) = planes.first().map_or((0, 0), |plane| (plane.rows, plane.columns));
        let end = |plane: Option<&&Plane>, place: usize| {
            plane.is_some_and(|plane| {
                let at = self.voxel(plane, 0, 0);
                MASK_ASIDE.passes(at.x.abs())
                    && MASK_ASIDE.passes(at.y.abs())
                    && MASK_ALONG.passes((at.z - place as f64).abs())
            })
        };
        self.shape == [columns, rows, slices]
            && end(planes.first(), 0)
            && end(planes.last(), slices.saturating_sub(1))
    }

    fn voxel(&self, plane: &Plane, row: usize, column: usize) -> Vector4<f64> {
        let p = plane.voxel(row, column);
        self.to_voxels * Vector4::new(p.x, p.y, p.z, 1.0)
    }

    /// What lies outside of the mask is kept.
    fn is_removed(&self, [column, row, slice]: [usize; 3]) -> bool {
        let [columns, rows, slices] = self.shape;
        column < columns
            && row < rows
            && slice < slices
            && self.bit((slice * rows + row) * columns + column)
    }

    fn bit(&self, at: usize) -> bool {
        self.removed.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }
}

impl StackMask<'_> {
    /// Which pixels of a slice are removed, row by row: those whose voxel of the mask, on another
    /// grid the nearest one, says so; what lies outside of the mask is kept.
    pub fn removed(&self, slice: usize, plane: &Plane) -> Vec<bool> {
        let mask = self.mask;
        if self.by_slice {
            let size = plane.rows * plane.columns;
            return (slice * size..(slice + 1) * size).map(|at| mask.bit(at)).collect();
        }
        let step = mask.voxel(plane, 0, 1) - mask.voxel(plane, 0, 0);
        let mut removed = Vec::with_capacity(plane.rows * plane.columns);
        for row in 0..plane.rows {
            let first = mask.voxel(plane, row, 0);
            removed.extend((0..plane.columns).map(|column| {
                let voxel = (first + step * column as f64).map(f64::round);
                // The cast of a negative number would be 0, a voxel of the mask.
                let on_grid = voxel.iter().all(|index| *index >= 0.0);
                on_grid && mask.is_removed([voxel.x, voxel.y, voxel.z].map(|index| index as usize))
            }));
        }
        removed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_outside_of_the_mask_is_kept_however_far() {
        let removed = vec![u64::MAX];
        let mask = Mask { shape: [2, 3, 4], removed, to_voxels: Matrix4::identity() };
        assert!(mask.is_removed([1, 2, 3]));
        for outside in [[2, 2, 3], [1, 3, 3], [1, 2, 4], [usize::MAX; 3], [0, usize::MAX, 1]] {
            assert!(!mask.is_removed(outside), "{outside:?}");
        }
    }
}
