//! The plane of a frame, from its header (PS3.3 C.7.6.2, C.7.6.16.2.3, C.7.6.16.2.4).

use dicom_dictionary_std::tags;
use nalgebra::{Point3, Vector3};

use super::groups::Groups;
use crate::imaging::geometry::Plane;

/// How far directions may be from unit length and from a right angle.
const TOLERANCE: f64 = 1e-3;

/// mm; further away than any table moves.
const FARTHEST: f64 = 10_000.0;

/// mm; larger than any field of view.
const WIDEST: f64 = 3_000.0;

/// The plane of a frame of so many rows and columns, or nothing when its description is missing
/// or impossible. Directions are made unit vectors at a right angle.
pub(super) fn plane(groups: &Groups, rows: usize, columns: usize) -> Option<Plane> {
    let described = Described {
        orientation: groups
            .numbers(tags::PLANE_ORIENTATION_SEQUENCE, tags::IMAGE_ORIENTATION_PATIENT)?,
        position: groups.numbers(tags::PLANE_POSITION_SEQUENCE, tags::IMAGE_POSITION_PATIENT)?,
        spacing: groups.numbers(tags::PIXEL_MEASURES_SEQUENCE, tags::PIXEL_SPACING)?,
    };
    described.plane(rows, columns)
}

/// How a header describes a plane.
pub(super) struct Described {
    /// Image Orientation (Patient).
    pub(super) orientation: [f64; 6],
    /// Image Position (Patient).
    pub(super) position: [f64; 3],
    /// Pixel Spacing.
    pub(super) spacing: [f64; 2],
}

impl Described {
    /// The plane of so many rows and columns; none where the description is impossible.
    pub(super) fn plane(self, rows: usize, columns: usize) -> Option<Plane> {
        let Self { orientation, position, spacing: [row_spacing, column_spacing] } = self;
        let [rx, ry, rz, cx, cy, cz] = orientation;
        let (row, column) = (Vector3::new(rx, ry, rz), Vector3::new(cx, cy, cz));
        let unit = |v: &Vector3<f64>| (v.norm() - 1.0).abs() <= TOLERANCE;
        let fits = |spacing: f64, count: usize| {
            spacing > 0.0 && count > 0 && spacing * count as f64 <= WIDEST
        };
        let sane = unit(&row)
            && unit(&column)
            && row.dot(&column).abs() <= TOLERANCE
            && fits(row_spacing, rows)
            && fits(column_spacing, columns)
            && position.iter().all(|x| x.abs() <= FARTHEST);
        if !sane {
            return None;
        }
        let along_row = row.normalize();
        let along_column = (column - along_row * along_row.dot(&column)).normalize();
        let origin = Point3::from(position);
        Some(Plane { origin, along_row, along_column, row_spacing, column_spacing, rows, columns })
    }
}
