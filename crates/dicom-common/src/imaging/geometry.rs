//! Where pixels lie in the patient coordinate system: LPS, in mm (PS3.3 C.7.6.2.1.1).

use nalgebra::{Point3, Vector3};

/// Where the pixels of a frame lie.
///
/// ```
/// use dicom_common::imaging::geometry::Plane;
/// use nalgebra::{Point3, Vector3};
///
/// let axial = Plane {
///     origin: Point3::new(-10.0, -20.0, 5.0),
///     along_row: Vector3::x(),
///     along_column: Vector3::y(),
///     row_spacing: 2.0,
///     column_spacing: 0.5,
///     rows: 4,
///     columns: 4,
/// };
/// assert_eq!(axial.voxel(1, 2), Point3::new(-9.0, -18.0, 5.0));
/// let above = axial.locate(&Point3::new(-9.0, -18.0, 8.0));
/// assert_eq!((above.row, above.column, above.height), (1.0, 2.0, 3.0));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Plane {
    /// Centre of the first voxel, LPS mm (Image Position (Patient)).
    pub origin: Point3<f64>,
    /// Unit vector of growing column index.
    pub along_row: Vector3<f64>,
    /// Unit vector of growing row index.
    pub along_column: Vector3<f64>,
    /// mm between the centres of rows (PixelSpacing, first value).
    pub row_spacing: f64,
    /// mm between the centres of columns (PixelSpacing, second value).
    pub column_spacing: f64,
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
}

/// Where a point lies as seen from a plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Located {
    /// Row of its orthogonal projection; not a whole number, and not bounded by the plane's rows.
    pub row: f64,
    /// Column of its orthogonal projection, likewise.
    pub column: f64,
    /// Its distance from the plane in mm, positive along the normal.
    pub height: f64,
}

impl Plane {
    /// Unit vector across the plane: row direction × column direction.
    pub fn normal(&self) -> Vector3<f64> {
        self.along_row.cross(&self.along_column)
    }

    /// The centre of a voxel.
    pub fn voxel(&self, row: usize, column: usize) -> Point3<f64> {
        self.origin
            + self.along_row * (column as f64 * self.column_spacing)
            + self.along_column * (row as f64 * self.row_spacing)
    }

    /// Where a point (LPS, mm) lies.
    pub fn locate(&self, p: &Point3<f64>) -> Located {
        let d = p - self.origin;
        Located {
            row: d.dot(&self.along_column) / self.row_spacing,
            column: d.dot(&self.along_row) / self.column_spacing,
            height: d.dot(&self.normal()),
        }
    }
}
