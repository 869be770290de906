//! The voxels of a volume, by slice, row and column.

use nalgebra::Matrix4;

use super::affine;
use super::slice::Slice;
use crate::imaging::geometry::Plane;
use crate::imaging::series::{Modality, PixelFormat};

/// A stack in memory.
///
/// ```
/// use dicom_common::imaging::geometry::Plane;
/// use dicom_common::imaging::series::{Modality, PixelFormat, Rescale};
/// use dicom_common::imaging::volume::{Slice, Volume};
/// use nalgebra::{Point3, Vector3};
///
/// let format = PixelFormat {
///     allocated: 16,
///     stored: 16,
///     high_bit: 15,
///     signed: true,
///     big_endian: false,
///     inverted: false,
/// };
/// let slice = |z: f64| Slice {
///     plane: Plane {
///         origin: Point3::new(0.0, 0.0, z),
///         along_row: Vector3::x(),
///         along_column: Vector3::y(),
///         row_spacing: 1.0,
///         column_spacing: 1.0,
///         rows: 1,
///         columns: 2,
///     },
///     rescale: Rescale { slope: 1.0, intercept: -1024.0 },
///     padding: None,
///     bytes: vec![0, 0, 24, 0],
/// };
/// let volume = Volume { modality: Modality::Ct, format, slices: vec![slice(0.0), slice(5.0)] };
/// assert_eq!(volume.shape(), [2, 1, 2]);
/// assert_eq!(volume.value(1, 0, 1), -1000.0);
/// // (column, row, slice) to mm.
/// let place = volume.affine().transform_point(&Point3::new(1.0, 0.0, 1.0));
/// assert_eq!(place, Point3::new(1.0, 0.0, 5.0));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Volume {
    /// CT (values in HU) or MR (values without a unit).
    pub modality: Modality,
    /// How the stored values of every slice are read.
    pub format: PixelFormat,
    /// The slices in order along the normal; each has the same matrix. Never empty.
    pub slices: Vec<Slice>,
}

impl Volume {
    /// Number of slices, rows, columns.
    pub fn shape(&self) -> [usize; 3] {
        let (rows, columns) =
            self.slices.first().map_or((0, 0), |s| (s.plane.rows, s.plane.columns));
        [self.slices.len(), rows, columns]
    }

    /// The stored value of a voxel; 0 outside the volume.
    pub fn stored(&self, slice: usize, row: usize, column: usize) -> i32 {
        self.bits(slice, row, column).map_or(0, |(_, bits)| self.format.value(bits))
    }

    /// The rescaled value of a voxel, HU in CT; padding is [`Volume::air`]; NaN outside the volume.
    pub fn value(&self, slice: usize, row: usize, column: usize) -> f32 {
        let Some((slice, bits)) = self.bits(slice, row, column) else { return f32::NAN };
        slice.value(self.format.value(bits), self.air())
    }

    /// Whether a voxel holds padding: no tissue was measured there.
    pub fn is_padding(&self, slice: usize, row: usize, column: usize) -> bool {
        self.bits(slice, row, column)
            .is_some_and(|(slice, bits)| slice.is_padding(self.format.value(bits)))
    }

    /// What padding counts as, in rescaled units: −1000 HU in CT, 0 in MR.
    pub fn air(&self) -> f32 {
        match self.modality {
            Modality::Ct => -1000.0,
            Modality::Mr | Modality::Pt | Modality::Nm => 0.0,
        }
    }

    /// The rescaled values of a slice, row by row, into a buffer of rows · columns; padding is
    /// [`Volume::air`]. What lies beyond the volume is left as it is.
    pub fn fill(&self, slice: usize, values: &mut [f32]) {
        if let Some(slice) = self.slices.get(slice) {
            slice.fill(&self.format, self.air(), 0, values);
        }
    }

    /// The same of one row, into a buffer of as many columns.
    pub fn fill_row(&self, slice: usize, row: usize, values: &mut [f32]) {
        if let Some(slice) = self.slices.get(slice) {
            slice.fill(&self.format, self.air(), row * slice.plane.columns, values);
        }
    }

    /// (column, row, slice, 1) → LPS mm. Exact for evenly spaced stacks, sheared ones (gantry tilt)
    /// included; otherwise the slices' origins are fitted by least squares.
    pub fn affine(&self) -> Matrix4<f64> {
        let planes: Vec<&Plane> = self.slices.iter().map(|slice| &slice.plane).collect();
        affine::of(&planes)
    }

    fn bits(&self, slice: usize, row: usize, column: usize) -> Option<(&Slice, u32)> {
        let slice = self.slices.get(slice)?;
        if row >= slice.plane.rows || column >= slice.plane.columns {
            return None;
        }
        let size = self.format.bytes();
        let at = (row * slice.plane.columns + column) * size;
        Some((slice, self.format.read(slice.bytes.get(at..at + size)?)))
    }
}
