//! Whether the face is gone: of the tissue where the face of the original lies, how much is left?

use dicom_common::imaging::geometry::Plane;
use face::Frame;
use nalgebra::{Point3, Vector3};
use rayon::prelude::*;

use crate::limits::{EYE_RADIUS, FACE_BACK, FACE_HALF_WIDTH, FACE_HIGHEST, FACE_LOWEST};
use crate::series::VolumePair;

/// Tissue of the face.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    /// Voxels of the original that lie in the face and are no air.
    pub face: u64,
    /// Those of them that are no air after defacing either.
    pub left: u64,
}

impl Coverage {
    /// Looks at slices whose face lies in this frame of the head; `floor` is the value above which a
    /// voxel is no air (HU in CT, the scanner's own measure in MR).
    pub fn of(pair: &VolumePair, frame: &Frame, floor: f32) -> Self {
        (0..pair.before.slices.len())
            .into_par_iter()
            .map(|slice| Self::of_slice(pair, slice, frame, floor))
            .reduce(Self::default, Self::plus)
    }

    fn of_slice(pair: &VolumePair, slice: usize, frame: &Frame, floor: f32) -> Self {
        let mut found = Self::default();
        let Some(before) = pair.before.slices.get(slice) else { return found };
        let grid = HeadGrid::of(&before.plane, frame);
        let columns = before.plane.columns;
        let (mut then, mut now) = (vec![0.0; columns], vec![0.0; columns]);
        for row in 0..before.plane.rows {
            if !grid.meets_face(row, columns) {
                continue;
            }
            pair.before.fill_row(slice, row, &mut then);
            pair.after.fill_row(slice, row, &mut now);
            for (column, (then, now)) in then.iter().zip(&now).enumerate() {
                if *then > floor && grid.is_face(row, column) {
                    found.face += 1;
                    found.left += u64::from(*now > floor);
                }
            }
        }
        found
    }

    /// Two stacks together.
    pub fn plus(self, other: Self) -> Self {
        Self { face: self.face + other.face, left: self.left + other.left }
    }

    /// The share that is gone; none where no face lies in the field of view.
    pub fn share(&self) -> Option<f64> {
        (self.face > 0).then(|| 1.0 - self.left as f64 / self.face as f64)
    }
}

/// Where the pixels of a slice lie in a head that is scaled to an adult's: mm to the left, to the
/// front and upwards of the middle between the eyes.
struct HeadGrid {
    first: Vector3<f64>,
    by_row: Vector3<f64>,
    by_column: Vector3<f64>,
    /// Half the distance of the eyes' centres, in the same measure.
    half_apart: f64,
}

impl HeadGrid {
    fn of(plane: &Plane, frame: &Frame) -> Self {
        let at = |p: &Point3<f64>| Vector3::from(frame.locate(p)) / frame.scale();
        let first = at(&plane.voxel(0, 0));
        Self {
            first,
            by_row: at(&plane.voxel(1, 0)) - first,
            by_column: at(&plane.voxel(0, 1)) - first,
            half_apart: frame.apart / 2.0 / frame.scale(),
        }
    }

    fn at(&self, row: usize, column: usize) -> Vector3<f64> {
        self.first + self.by_row * row as f64 + self.by_column * column as f64
    }

    /// Whether any pixel of a row can lie in the face: rows that do not are not read.
    fn meets_face(&self, row: usize, columns: usize) -> bool {
        let (a, b) = (self.at(row, 0), self.at(row, columns.saturating_sub(1)));
        let (low, high) = (a.inf(&b), a.sup(&b));
        let eye = EYE_RADIUS.value;
        high.x >= -self.half_apart - eye
            && low.x <= self.half_apart + eye
            && high.y >= FACE_BACK.value - eye
            && high.z >= FACE_LOWEST.value
            && low.z <= eye
    }

    fn is_face(&self, row: usize, column: usize) -> bool {
        let p = self.at(row, column);
        let [left, front, up] = [p.x, p.y, p.z];
        let skin = left.abs() <= FACE_HALF_WIDTH.value
            && front >= FACE_BACK.value
            && (FACE_LOWEST.value..=FACE_HIGHEST.value).contains(&up);
        let from_eye = Vector3::new(left.abs() - self.half_apart, front, up);
        skin || from_eye.norm() <= EYE_RADIUS.value
    }
}
