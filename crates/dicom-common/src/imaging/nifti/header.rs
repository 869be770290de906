//! The header of 348 bytes.

use nalgebra::{Matrix3, Matrix4, Point3, Rotation3, UnitQuaternion, Vector3};

use crate::code::{Code, Fault, Outcome};

pub(super) const SIZE: usize = 348;

/// Where values begin in the files that are written: the header and four zeros, no extension.
pub(super) const OFFSET: usize = 352;

/// Cosine of the angle between axes that count as perpendicular.
const PERPENDICULAR: f64 = 1e-5;

/// The type of stored values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    U8,
    I8,
    U16,
    I16,
    U32,
    I32,
    F32,
    F64,
}

const TYPES: [(Type, i16, usize); 8] = [
    (Type::U8, 2, 1),
    (Type::I8, 256, 1),
    (Type::U16, 512, 2),
    (Type::I16, 4, 2),
    (Type::U32, 768, 4),
    (Type::I32, 8, 4),
    (Type::F32, 16, 4),
    (Type::F64, 64, 8),
];

impl Type {
    fn of(code: i16) -> Option<Type> {
        TYPES.iter().find(|t| t.1 == code).map(|t| t.0)
    }

    fn code(self) -> i16 {
        TYPES.iter().find(|t| t.0 == self).map_or(0, |t| t.1)
    }

    /// Bytes of a value.
    pub(super) fn bytes(self) -> usize {
        TYPES.iter().find(|t| t.0 == self).map_or(0, |t| t.2)
    }
}

/// What a header says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Header {
    pub(super) big_endian: bool,
    /// Columns, rows, slices.
    pub(super) shape: [usize; 3],
    /// How many images of this shape follow each other.
    pub(super) volumes: usize,
    pub(super) kind: Type,
    /// Where values begin.
    pub(super) offset: usize,
    pub(super) slope: f64,
    pub(super) intercept: f64,
    /// (i, j, k, 1) → LPS mm.
    pub(super) affine: Matrix4<f64>,
}

/// Fields by their offsets.
struct Fields<'a> {
    bytes: &'a [u8],
    big_endian: bool,
}

impl Fields<'_> {
    fn array<const N: usize>(&self, at: usize) -> [u8; N] {
        let mut bytes: [u8; N] =
            self.bytes.get(at..).and_then(<[u8]>::first_chunk).copied().unwrap_or([0; N]);
        if self.big_endian {
            bytes.reverse();
        }
        bytes
    }

    fn short(&self, at: usize) -> i16 {
        i16::from_le_bytes(self.array(at))
    }

    fn float(&self, at: usize) -> f64 {
        f32::from_le_bytes(self.array(at)).into()
    }

    fn floats<const N: usize>(&self, at: usize) -> [f64; N] {
        std::array::from_fn(|i| self.float(at + 4 * i))
    }
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
        let big_endian = match head.first_chunk() {
            Some(&[0x5C, 1, 0, 0]) => false,
            Some(&[0, 0, 1, 0x5C]) => true,
            _ => return Err(not),
        };
        if !head.ends_with(b"n+1\0") {
            return Err(not);
        }
        let fields = Fields { bytes: head, big_endian };
        let dimensions: [i16; 8] = std::array::from_fn(|i| fields.short(40 + 2 * i));
        let [count @ 3..=7, rest @ ..] = dimensions else { return Err(not) };
        let mut sizes = [1usize; 7];
        for (size, given) in sizes.iter_mut().zip(rest).take(count as usize) {
            *size = usize::try_from(given).ok().filter(|n| *n > 0).ok_or(not)?;
        }
        let [i, j, k, more @ ..] = sizes;
        let volumes = more.iter().try_fold(1usize, |all, n| all.checked_mul(*n)).ok_or(not)?;
        let kind = Type::of(fields.short(70)).ok_or(Fault(Code::PixelFormat))?;
        let offset = fields.float(108);
        if !(SIZE as f64..1e9).contains(&offset) {
            return Err(not);
        }
        let (slope, intercept) = (fields.float(112), fields.float(116));
        let scaled = slope != 0.0 && slope.is_finite() && intercept.is_finite();
        Ok(Header {
            big_endian,
            shape: [i, j, k],
            volumes,
            kind,
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
        put(70, &self.kind.code().to_le_bytes());
        put(72, &(8 * self.kind.bytes() as i16).to_le_bytes());
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
        let handed = turn.map_or(1.0, |(_, handed)| handed);
        for (i, size) in [handed].iter().chain(&sizes).enumerate() {
            put(76 + 4 * i, &float(*size));
        }
        if let Some((quaternion, _)) = turn {
            put(252, &1i16.to_le_bytes());
            let parts = [quaternion.i, quaternion.j, quaternion.k, place.x, place.y, place.z];
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

/// LPS to RAS and back.
fn mirror() -> Matrix4<f64> {
    Matrix4::from_diagonal(&nalgebra::Vector4::new(-1.0, -1.0, 1.0, 1.0))
}

/// The rotation of perpendicular axes and their handedness, which a sheared image does not have.
fn turn(axes: &Matrix3<f64>) -> Option<(UnitQuaternion<f64>, f64)> {
    let mut units = *axes;
    for mut axis in units.column_iter_mut() {
        axis.try_normalize_mut(0.0)?;
    }
    let skew = units.transpose() * units - Matrix3::identity();
    if skew.amax() > PERPENDICULAR {
        return None;
    }
    let handed = units.determinant().signum();
    let mut last = units.column_mut(2);
    last *= handed;
    let rotation = Rotation3::from_matrix_unchecked(units);
    let quaternion = UnitQuaternion::from_rotation_matrix(&rotation);
    // The scalar part is not stored and taken for positive.
    let positive = if quaternion.w < 0.0 {
        UnitQuaternion::new_unchecked(-quaternion.into_inner())
    } else {
        quaternion
    };
    Some((positive, handed))
}

/// The affine of the sform, otherwise of the qform; none where neither can be used.
fn affine(fields: &Fields) -> Option<Matrix4<f64>> {
    let ras = if fields.short(254) > 0 {
        let rows: [f64; 12] = fields.floats(280);
        Matrix3::zeros().to_homogeneous().map_with_location(|r, c, one: f64| {
            if r < 3 { rows.get(4 * r + c).copied().unwrap_or(0.0) } else { one }
        })
    } else if fields.short(252) > 0 {
        let [b, c, d, x, y, z] = fields.floats(256);
        let [handed, si, sj, sk] = fields.floats(76);
        // Half turns are usual, and what rounding leaves of them would be a turn by 0.02 degrees.
        let square = 1.0 - b * b - c * c - d * d;
        let a = if square < 1e-6 { 0.0 } else { square.sqrt() };
        let turn = UnitQuaternion::from_quaternion(nalgebra::Quaternion::new(a, b, c, d));
        let sk = if handed < 0.0 { -sk } else { sk };
        let axes =
            turn.to_rotation_matrix().matrix() * Matrix3::from_diagonal(&Vector3::new(si, sj, sk));
        Matrix4::new_translation(&Vector3::new(x, y, z)) * axes.to_homogeneous()
    } else {
        return None;
    };
    let volume = ras.determinant().abs();
    let usable = ras.iter().all(|x| x.is_finite() && x.abs() <= 1e5) && volume > 1e-9;
    usable.then(|| mirror() * ras)
}
