//! Where voxels lie: sform and qform (nifti1.h, "3D image orientation and location in space").

use nalgebra::{Matrix3, Matrix4, Rotation3, UnitQuaternion, Vector3};

use super::fields::Fields;

/// Cosine of the angle between axes that count as perpendicular.
const PERPENDICULAR: f64 = 1e-5;

/// mm; no voxel lies further from the origin, or is larger.
const FARTHEST: f64 = 1e5;

/// mm³; below this the axes do not span a space.
const SMALLEST_VOXEL: f64 = 1e-9;

/// LPS to RAS, and RAS to LPS: the signs of x and y change.
pub(super) fn mirror() -> Matrix4<f64> {
    Matrix4::from_diagonal(&nalgebra::Vector4::new(-1.0, -1.0, 1.0, 1.0))
}

/// Axes as a qform holds them.
pub(super) struct Turn {
    /// The rotation, with a scalar part that is not negative: it is not stored.
    pub(super) rotation: UnitQuaternion<f64>,
    /// 1 for right-handed axes; -1 for left-handed ones, whose third axis is turned round before the
    /// rotation (`pixdim[0]`, qfac).
    pub(super) handed: f64,
}

/// The rotation of axes (columns of any length); `None` where they are not perpendicular: a qform
/// cannot say that an image is sheared.
pub(super) fn turn(axes: &Matrix3<f64>) -> Option<Turn> {
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
    let rotation = UnitQuaternion::from_rotation_matrix(&rotation);
    // Both signs are the same rotation.
    let rotation = if rotation.w < 0.0 {
        UnitQuaternion::new_unchecked(-rotation.into_inner())
    } else {
        rotation
    };
    Some(Turn { rotation, handed })
}

/// (i, j, k, 1) → LPS mm, from the sform if there is one, otherwise from the qform; `None` where
/// neither can be used.
pub(super) fn affine(fields: &Fields) -> Option<Matrix4<f64>> {
    let ras = if fields.short(254) > 0 {
        let rows: [f64; 12] = fields.floats(280);
        Matrix3::zeros().to_homogeneous().map_with_location(|r, c, one: f64| {
            if r < 3 { rows.get(4 * r + c).copied().unwrap_or(0.0) } else { one }
        })
    } else if fields.short(252) > 0 {
        let [b, c, d, x, y, z] = fields.floats(256);
        let [handed, si, sj, sk] = fields.floats(76);
        // The scalar part follows from the others. Rotations by 180 degrees are usual, and theirs is
        // 0: what rounding to f32 leaves in its place would turn the image by some 0.02 degrees.
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
    let usable =
        ras.iter().all(|x| x.is_finite() && x.abs() <= FARTHEST) && volume > SMALLEST_VOXEL;
    usable.then(|| mirror() * ras)
}
