//! In which order the networks of the earlier tool saw the axes of a volume: as dcm2niix writes them, which
//! turns what was acquired in 3D and leaves slices as they are.

use dicom_common::imaging::volume::Volume;
use nalgebra::Vector3;
use ndarray::{Array3, Axis};

/// How [slice, row, column] become [z, y, x] of a NIfTI file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Axes {
    /// For z, y and x: the axis of [slice, row, column] that it is.
    order: [usize; 3],
    /// For z, y and x: whether it runs from the last to the first.
    backwards: [bool; 3],
}

/// All orders of three axes; the first is none.
const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

impl Axes {
    /// Slices as they are, each from its last row to its first.
    pub const ROWS_FLIPPED: Self = Self { order: [0, 1, 2], backwards: [false, true, false] };

    /// Those that lie nearest to R, A and S: x runs to the right of the patient, y to the front, z upwards.
    /// They begin at the corner that is nearest to the least R, A and S of all corners.
    pub fn nearest_to_ras(volume: &Volume) -> Self {
        let to_ras = Vector3::new(-1.0, -1.0, 1.0);
        let affine = volume.affine();
        // Of column, row, slice.
        let step = [0, 1, 2].map(|axis| affine.fixed_view::<3, 1>(0, axis).component_mul(&to_ras));
        let [slices, rows, columns] = volume.shape();
        let length = [columns, rows, slices].map(|count| count.saturating_sub(1) as f64);
        let corner = |backwards: [bool; 3]| -> Vector3<f64> {
            let far = backwards.iter().zip(step).zip(length).filter(|((far, _), _)| **far);
            far.map(|((_, step), length)| step * length).sum()
        };
        let corners = (0..8_u8).map(|bits| [1, 2, 4].map(|bit| bits & bit != 0));
        let least = corners.clone().map(corner).fold(Vector3::zeros(), |a, b| a.inf(&b));
        let distance = |backwards: &[bool; 3]| (corner(*backwards) - least).norm();
        let backwards = corners.min_by(|a, b| distance(a).total_cmp(&distance(b)));
        let backwards = backwards.unwrap_or_default();
        // What a step along column, row and slice brings along R, A and S.
        let directed = |axis: usize| -> Option<Vector3<f64>> {
            let (step, backwards) = (step.get(axis)?, backwards.get(axis)?);
            Some(if *backwards { -step } else { *step })
        };
        let gain = |order: &&[usize; 3]| -> f64 {
            let along = |(axis, to): (usize, &usize)| Some(*directed(axis)?.get(*to)?);
            order.iter().enumerate().filter_map(along).sum()
        };
        // For column, row and slice: to which of R, A and S. Of equals the first.
        let best = ORDERS.iter().rev().max_by(|a, b| gain(a).total_cmp(&gain(b)));
        let best = best.copied().unwrap_or_default();
        // Seen from z, y, x, which are S, A, R, and in the order of slice, row, column.
        let axis = |to: usize| best.iter().position(|one| *one == to).unwrap_or_default();
        let sources = [2, 1, 0].map(axis);
        Self {
            order: sources.map(|axis| 2 - axis),
            backwards: sources.map(|axis| backwards.get(axis).copied().unwrap_or_default()),
        }
    }

    /// What there is of slice, row and column, for z, y and x.
    pub fn of<T: Copy + Default>(self, values: [T; 3]) -> [T; 3] {
        self.order.map(|axis| values.get(axis).copied().unwrap_or_default())
    }

    /// [slice, row, column] as [z, y, x].
    pub fn turn<T: Clone>(self, values: Array3<T>) -> Array3<T> {
        let mut turned = values.permuted_axes(self.order);
        self.reverse(&mut turned);
        turned.as_standard_layout().into_owned()
    }

    /// The way back.
    pub fn back<T: Clone>(self, mut values: Array3<T>) -> Array3<T> {
        self.reverse(&mut values);
        let place = |axis| self.order.iter().position(|one| *one == axis).unwrap_or(axis);
        values.permuted_axes([0, 1, 2].map(place)).as_standard_layout().into_owned()
    }

    fn reverse<T>(self, values: &mut Array3<T>) {
        for (axis, backwards) in self.backwards.into_iter().enumerate() {
            if backwards {
                values.invert_axis(Axis(axis));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::process::{Command, Stdio};

    use demo_data::heads::cases;
    use demo_data::{Series, write_series};
    use dicom_common::dataset::{ReadLimits, open, parse};
    use dicom_common::imaging::series::{Image, stacks};

    use super::*;

    /// The volume of a made-up head, and whether it was acquired in 3D.
    fn volume(folder: &Path, name: &str) -> (Volume, bool) {
        let mut case = cases(7).into_iter().find(|case| case.name == name).unwrap();
        case.settings.pixel = Some(6.0);
        write_series(folder, &Series::new(case.phantom, &case.settings)).unwrap();
        let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let files: Vec<_> = files.collect();
        let image = |path: &PathBuf| {
            let (file, len) = open(path).unwrap();
            Image::of(&parse(&file, len, &ReadLimits::default()).unwrap()).unwrap()
        };
        let images: Vec<Image> = files.iter().map(image).collect();
        let stack = stacks(&images).remove(0);
        let volume = Volume::load(&images, &stack, |at| Ok(open(&files[at]).unwrap().0)).unwrap();
        (volume, images[0].acquired_in_3d)
    }

    /// The values of a NIfTI file of 16 bits, by [z, y, x].
    fn nifti(folder: &Path) -> Array3<f32> {
        let bytes = fs::read(folder.join("x.nii")).unwrap();
        let i16_at = |at: usize| i16::from_le_bytes(bytes[at..at + 2].try_into().unwrap());
        let [x, y, z] = [42, 44, 46].map(|at| usize::try_from(i16_at(at)).unwrap());
        let values = (0..x * y * z).map(|at| f32::from(i16_at(352 + 2 * at)));
        Array3::from_shape_vec((z, y, x), values.collect()).unwrap()
    }

    #[test]
    fn what_the_networks_see_is_voxel_by_voxel_what_dcm2niix_writes() {
        // Sagittal 3-D, thick, turned; and slices of all directions, one of them oblique.
        for (name, in_3d) in [
            ("mr_t1_sag", true),
            ("mr_t1_sag_6mm", true),
            ("mr_t1_ax", true),
            ("mr_t1_cor", true),
            ("mr_t2_ax", false),
            ("mr_t2_sag", false),
            ("mr_t2_cor", false),
            ("mr_flair_ax_oblique", false),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let (raw, out) = (folder.path().join("raw"), folder.path().join("out"));
            let (volume, acquired_in_3d) = volume(&raw, name);
            assert_eq!(acquired_in_3d, in_3d, "{name}");
            let axes = if in_3d { Axes::nearest_to_ras(&volume) } else { Axes::ROWS_FLIPPED };
            let mut values = Array3::<f32>::zeros(volume.shape());
            for (slice, mut plane) in values.outer_iter_mut().enumerate() {
                volume.fill(slice, plane.as_slice_mut().unwrap());
            }
            let seen = axes.turn(values.clone());
            assert_eq!(axes.back(seen.clone()), values, "{name}: and back");
            fs::create_dir(&out).unwrap();
            let converter = Command::new("dcm2niix")
                .args(["-z", "n", "-b", "n", "-f", "x", "-o"])
                .args([&out, &raw])
                .stdout(Stdio::null())
                .status();
            let Ok(status) = converter else {
                eprintln!("skipped: dcm2niix is not installed");
                return;
            };
            assert!(status.success(), "{name}");
            let expected = nifti(&out);
            assert_eq!(seen.dim(), expected.dim(), "{name}: {axes:?}");
            let differing = seen.iter().zip(&expected).filter(|(a, b)| a != b).count();
            assert_eq!(differing, 0, "{name}: {axes:?}");
        }
    }
}
