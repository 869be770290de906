//! Whether the face is gone: of the tissue where the face of the original lies, how much is left?

use dicom_common::imaging::geometry::Plane;
use face::Frame;
use nalgebra::{Point3, Vector3};
use rayon::prelude::*;

use crate::limits::{
    EYE_RADIUS, EYE_REACH, FACE_BACK, FACE_HALF_WIDTH, FACE_HIGHEST, FACE_LOWEST, NOSE_BACK,
    NOSE_HALF_WIDTH, NOSE_HIGHEST, NOSE_LOWEST, PART_LEAST,
};
use crate::series::VolumePair;

/// Tissue of the face, or of a part of it.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tissue {
    /// Voxels of the original that lie in it and are no air.
    pub before: u64,
    /// Those of them that are no air after defacing either.
    pub left: u64,
}

/// What became of the face.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    /// All of it.
    pub face: Tissue,
    /// Of the right and the left eye and the nose: each is so small that all of it may be left while of the whole
    /// face enough is gone.
    pub parts: [Tissue; 3],
}

impl Tissue {
    fn add(&mut self, is_left: bool) {
        self.before += 1;
        self.left += u64::from(is_left);
    }

    fn plus(self, other: Self) -> Self {
        Self { before: self.before + other.before, left: self.left + other.left }
    }

    /// The share that is gone; none of nothing.
    fn gone(&self) -> Option<f64> {
        (self.before > 0).then(|| 1.0 - self.left as f64 / self.before as f64)
    }
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
                    let is_left = *now > floor;
                    found.face.add(is_left);
                    let parts = found.parts.iter_mut().zip(grid.parts(row, column));
                    parts.filter(|(_, inside)| *inside).for_each(|(part, _)| part.add(is_left));
                }
            }
        }
        found
    }

    /// Two stacks together.
    pub fn plus(self, other: Self) -> Self {
        let ([a, b, c], [d, e, f]) = (self.parts, other.parts);
        Self { face: self.face.plus(other.face), parts: [a.plus(d), b.plus(e), c.plus(f)] }
    }

    /// The share that is gone; none where no face lies in the field of view.
    pub fn share(&self) -> Option<f64> {
        self.face.gone()
    }

    /// Of the eye or nose of which least is gone, the share that is gone; none where none lies in the field of view.
    pub fn least_of_parts(&self) -> Option<f64> {
        let least = PART_LEAST.value * self.face.before as f64;
        let seen = self.parts.iter().filter(|part| part.before as f64 >= least);
        seen.filter_map(Tissue::gone).reduce(f64::min)
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

    /// Whether a pixel of the face lies in its right eye, its left eye and its nose.
    fn parts(&self, row: usize, column: usize) -> [bool; 3] {
        let p = self.at(row, column);
        let eye = |side: f64| {
            (p - Vector3::new(side * self.half_apart, 0.0, 0.0)).norm() <= EYE_REACH.value
        };
        let nose = p.x.abs() <= NOSE_HALF_WIDTH.value
            && p.y >= NOSE_BACK.value
            && (NOSE_LOWEST.value..=NOSE_HIGHEST.value).contains(&p.z);
        [eye(-1.0), eye(1.0), nose]
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
