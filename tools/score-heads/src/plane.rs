//! Where the pixels of a frame lie.

use demo_data::vec3::Vec3;

/// The image plane of a frame (PS3.3 C.7.6.2), in LPS mm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plane {
    /// The centre of the first voxel.
    pub origin: Vec3,
    /// Direction of growing column index (unit length).
    pub along_row: Vec3,
    /// Direction of growing row index (unit length).
    pub along_column: Vec3,
    /// Between rows and between columns, in mm.
    pub spacing: [f64; 2],
    /// Rows and columns.
    pub size: [u16; 2],
}

impl Plane {
    /// The unit normal: row direction times column direction.
    pub fn normal(&self) -> Vec3 {
        self.along_row.cross(self.along_column)
    }

    /// The centres of all voxels, in the order in which pixels are stored.
    pub fn voxels(&self) -> impl Iterator<Item = Vec3> {
        let ([rows, columns], [down, right]) = (self.size, self.spacing);
        let at = move |row: u16, column: u16| {
            self.origin
                + self.along_column * (f64::from(row) * down)
                + self.along_row * (f64::from(column) * right)
        };
        (0..rows).flat_map(move |row| (0..columns).map(move |column| at(row, column)))
    }

    /// How far `p` lies from the plane along its normal, in mm.
    pub fn height(&self, p: Vec3) -> f64 {
        (p - self.origin).dot(self.normal())
    }

    /// The place among the stored pixels of the one that is nearest to `p`, unless `p` lies beside
    /// the image.
    pub fn nearest(&self, p: Vec3) -> Option<usize> {
        let ([rows, columns], [down, right]) = (self.size, self.spacing);
        let offset = p - self.origin;
        let row = index(offset.dot(self.along_column) / down, rows)?;
        let column = index(offset.dot(self.along_row) / right, columns)?;
        Some(row * usize::from(columns) + column)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the image")]
fn index(exact: f64, count: u16) -> Option<usize> {
    let nearest = exact.round();
    (0.0..f64::from(count)).contains(&nearest).then_some(nearest as usize)
}
