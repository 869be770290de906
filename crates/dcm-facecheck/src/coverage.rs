//! Whether the face is gone: of the tissue where the face of the original lies, how much is left?

use dicom_common::imaging::geometry::Plane;
use face::Frame;
use nalgebra::{Point3, Vector3};
use rayon::prelude::*;

use crate::series::VolumePair;

/// Half the width of the part of the face by which people are told apart, in mm of an adult.
const HALF_WIDTH: f64 = 45.0;
/// It begins so far behind the eyes' centres, ...
const BACK: f64 = -5.0;
/// ... and reaches from under the chin's tip to above the eyes' centres, in mm.
const HEIGHT: std::ops::RangeInclusive<f64> = -98.0..=2.0;
/// Radius of an eyeball in mm.
const EYE: f64 = 12.0;

/// Tissue of the face, in voxels.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    /// Before.
    pub face: u64,
    /// After.
    pub left: u64,
}

impl Coverage {
    /// Looks at a stack whose face lies in this frame; `floor` is the value above which a voxel is
    /// no air.
    pub fn of(both: &VolumePair, frame: &Frame, floor: f32) -> Self {
        (0..both.before.slices.len())
            .into_par_iter()
            .map(|slice| Self::of_slice(both, slice, frame, floor))
            .reduce(Self::default, Self::plus)
    }

    fn of_slice(both: &VolumePair, slice: usize, frame: &Frame, floor: f32) -> Self {
        let mut found = Self::default();
        let Some(before) = both.before.slices.get(slice) else { return found };
        let walk = Walk::over(&before.plane, frame);
        let columns = before.plane.columns;
        let (mut then, mut now) = (vec![0.0; columns], vec![0.0; columns]);
        for row in 0..before.plane.rows {
            if !walk.meets(row, columns) {
                continue;
            }
            both.before.fill_row(slice, row, &mut then);
            both.after.fill_row(slice, row, &mut now);
            for (column, (then, now)) in then.iter().zip(&now).enumerate() {
                if *then > floor && walk.is_face(row, column) {
                    found.face += 1;
                    found.left += u64::from(*now > floor);
                }
            }
        }
        found
    }

    /// Both together.
    pub fn plus(self, other: Self) -> Self {
        Self { face: self.face + other.face, left: self.left + other.left }
    }

    /// The share that is gone; none where no face lies in the field of view.
    pub fn share(&self) -> Option<f64> {
        (self.face > 0).then(|| 1.0 - self.left as f64 / self.face as f64)
    }
}

/// The pixels of a slice in the frame of an adult's head: mm to the left, front, up.
struct Walk {
    first: Vector3<f64>,
    by_row: Vector3<f64>,
    by_column: Vector3<f64>,
    /// Half the distance of the eyes, in the same measure.
    eye: f64,
}

impl Walk {
    fn over(plane: &Plane, frame: &Frame) -> Self {
        let at = |p: &Point3<f64>| Vector3::from(frame.locate(p)) / frame.scale();
        let first = at(&plane.voxel(0, 0));
        Self {
            first,
            by_row: at(&plane.voxel(1, 0)) - first,
            by_column: at(&plane.voxel(0, 1)) - first,
            eye: frame.apart / 2.0 / frame.scale(),
        }
    }

    fn at(&self, row: usize, column: usize) -> Vector3<f64> {
        self.first + self.by_row * row as f64 + self.by_column * column as f64
    }

    /// Whether a row may meet the face.
    fn meets(&self, row: usize, columns: usize) -> bool {
        let (a, b) = (self.at(row, 0), self.at(row, columns.saturating_sub(1)));
        let (low, high) = (a.inf(&b), a.sup(&b));
        high.x >= -self.eye - EYE
            && low.x <= self.eye + EYE
            && high.y >= BACK - EYE
            && high.z >= *HEIGHT.start()
            && low.z <= EYE
    }

    fn is_face(&self, row: usize, column: usize) -> bool {
        let p = self.at(row, column);
        let [left, front, up] = [p.x, p.y, p.z];
        let skin = left.abs() <= HALF_WIDTH && front >= BACK && HEIGHT.contains(&up);
        skin || Vector3::new(left.abs() - self.eye, front, up).norm() <= EYE
    }
}
