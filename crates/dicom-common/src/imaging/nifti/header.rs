//! The header of 348 bytes (nifti1.h).

use nalgebra::{Matrix3, Matrix4, Point3, Vector3};

use super::byte_order::ByteOrder;
use super::data_type::DataType;
use super::fields::Fields;
use super::orientation::{affine, mirror, turn};
use crate::code::{Code, Fault, Outcome};

/// Bytes of a header.
pub(super) const SIZE: usize = 348;

/// Where values begin in the files that are written: the header and four zeros, no extension.
pub(super) const OFFSET: usize = 352;

/// What a header says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Header {
    /// Of its own fields and of the values.
    pub(super) order: ByteOrder,
    /// Columns, rows, slices (`dim[1]` to `dim[3]`).
    pub(super) shape: [usize; 3],
    /// How many images of this shape follow each other.
    pub(super) volumes: usize,
    /// The type of stored values.
    pub(super) data_type: DataType,
    /// Bytes from the start of the file to the first value.
    pub(super) offset: usize,
    /// Scaled values are `slope` · stored + `intercept` (`scl_slope`, `scl_inter`); never 0.
    pub(super) slope: f64,
    /// The scaled value of a stored 0.
    pub(super) intercept: f64,
    /// (i, j, k, 1) → LPS mm.
    pub(super) affine: Matrix4<f64>,
}

impl Header {
    /// Reads the header at the start of a file.
    ///
    /// # Errors
    /// `E_NIFTI`, `E_PIXEL_FORMAT` for types other than real numbers, `E_GEOMETRY` when the image
    /// is not placed in space.
    pub(super) fn read(bytes: &[u8]) -> Outcome<Header> {
        let not = Fault(Code::Nifti);
        let head = bytes.get(..SIZE).ok_or(not)?;
        // The size of the header, 348.
        let order = match head.first_chunk() {
            Some(&[0x5C, 1, 0, 0]) => ByteOrder::Little,
            Some(&[0, 0, 1, 0x5C]) => ByteOrder::Big,
            _ => return Err(not),
        };
        if !head.ends_with(b"n+1\0") {
            return Err(not);
        }
        let fields = Fields { bytes: head, order };
        let dimensions: [i16; 8] = std::array::from_fn(|i| fields.short(40 + 2 * i));
        let [count @ 3..=7, rest @ ..] = dimensions else { return Err(not) };
        let mut sizes = [1usize; 7];
        for (size, given) in sizes.iter_mut().zip(rest).take(count as usize) {
            *size = usize::try_from(given).ok().filter(|n| *n > 0).ok_or(not)?;
        }
        let [i, j, k, more @ ..] = sizes;
        let volumes = more.iter().try_fold(1usize, |all, n| all.checked_mul(*n)).ok_or(not)?;
        let data_type = DataType::of(fields.short(70)).ok_or(Fault(Code::PixelFormat))?;
        let offset = fields.float(108);
        if !(SIZE as f64..1e9).contains(&offset) {
            return Err(not);
        }
        let (slope, intercept) = (fields.float(112), fields.float(116));
        let scaled = slope != 0.0 && slope.is_finite() && intercept.is_finite();
        Ok(Header {
            order,
            shape: [i, j, k],
            volumes,
            data_type,
            offset: offset as usize,
            slope: if scaled { slope } else { 1.0 },
            intercept: if scaled { intercept } else { 0.0 },
            affine: affine(&fields).ok_or(Fault(Code::Geometry))?,
        })
    }

    /// The header of a file whose values begin at [`OFFSET`], with the four bytes behind it that
    /// say that there is no extension.
    ///
    /// # Errors
    /// `E_TOO_LARGE` for more than 32,767 voxels along an axis.
    pub(super) fn bytes(&self) -> Outcome<Vec<u8>> {
        let mut bytes = vec![0; OFFSET];
        let mut put = |at: usize, value: &[u8]| {
            if let Some(field) = bytes.get_mut(at..at + value.len()) {
                field.copy_from_slice(value);
            }
        };
        let float = |value: f64| (value as f32).to_le_bytes();
        put(0, &(SIZE as i32).to_le_bytes());
        let mut dimensions = [3i16, 1, 1, 1, 1, 1, 1, 1];
        for (size, given) in dimensions.iter_mut().skip(1).zip(self.shape) {
            *size = i16::try_from(given).map_err(|_| Fault(Code::TooLarge))?;
        }
        for (i, size) in dimensions.into_iter().enumerate() {
            put(40 + 2 * i, &size.to_le_bytes());
        }
        put(70, &self.data_type.code().to_le_bytes());
        put(72, &(8 * self.data_type.bytes() as i16).to_le_bytes());
        put(108, &float(OFFSET as f64));
        put(112, &float(self.slope));
        put(116, &float(self.intercept));
        // Millimetres.
        put(123, &[2]);
        let ras = mirror() * self.affine;
        let axes: Matrix3<f64> = ras.fixed_view::<3, 3>(0, 0).into();
        let place = Point3::from(Vector3::from(ras.fixed_view::<3, 1>(0, 3)));
        let sizes: Vec<f64> = axes.column_iter().map(|axis| axis.norm()).collect();
        let turn = turn(&axes);
        let handed = turn.as_ref().map_or(1.0, |turn| turn.handed);
        for (i, size) in [handed].iter().chain(&sizes).enumerate() {
            put(76 + 4 * i, &float(*size));
        }
        if let Some(turn) = turn {
            put(252, &1i16.to_le_bytes());
            let q = turn.rotation;
            let parts = [q.i, q.j, q.k, place.x, place.y, place.z];
            for (i, part) in parts.into_iter().enumerate() {
                put(256 + 4 * i, &float(part));
            }
        }
        put(254, &1i16.to_le_bytes());
        for (r, row) in ras.row_iter().take(3).enumerate() {
            for (c, value) in row.iter().enumerate() {
                put(280 + 16 * r + 4 * c, &float(*value));
            }
        }
        put(344, b"n+1\0");
        Ok(bytes)
    }
}
