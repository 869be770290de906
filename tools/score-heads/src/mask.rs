//! The mask of a volume: which voxels the defacer says it kept.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use demo_data::vec3::{Vec3, vec3};
use nifti::{InMemNiftiVolume, NiftiHeader, NiftiObject, NiftiType, ReaderOptions};

use crate::plane::Plane;

/// How far the mask's axes may differ from those of the frames: NIfTI keeps single precision.
const TOLERANCE: f64 = 1e-3;

/// A mask on the grid of the frames: columns, rows, slices.
#[derive(Clone, Debug, PartialEq)]
pub struct Mask {
    /// From a voxel to the next along columns, rows and slices, in LPS mm.
    pub axes: [Vec3; 3],
    /// Voxels along each axis.
    pub size: [u16; 3],
    /// 1 where the voxel was kept, 0 where it was removed; columns change fastest.
    pub values: Vec<u8>,
}

impl Mask {
    /// Reads a NIfTI file of bytes.
    ///
    /// # Errors
    /// When it is not such a file.
    pub fn read(path: &Path) -> Result<Self> {
        let mask = || {
            let object = ReaderOptions::new().read_file(path)?;
            Self::of(object.header(), object.volume())
        };
        mask().with_context(|| format!("{} is no usable mask", path.display()))
    }

    fn of(header: &NiftiHeader, volume: &InMemNiftiVolume) -> Result<Self> {
        ensure!(header.data_type()? == NiftiType::Uint8, "not bytes");
        ensure!(header.sform_code > 0, "no place in space");
        let [3, columns, rows, slices, ..] = header.dim else {
            anyhow::bail!("not three dimensions");
        };
        // NIfTI's x goes to the right and its y to the front (RAS).
        let rows_of = [header.srow_x.map(|v| -v), header.srow_y.map(|v| -v), header.srow_z];
        let [[xi, xj, xk, _], [yi, yj, yk, _], [zi, zj, zk, _]] = rows_of.map(|r| r.map(f64::from));
        Ok(Self {
            axes: [vec3(xi, yi, zi), vec3(xj, yj, zj), vec3(xk, yk, zk)],
            size: [columns, rows, slices],
            values: volume.raw_data().to_vec(),
        })
    }

    /// The order of the mask's slices along its last axis.
    pub fn height(&self, plane: &Plane) -> f64 {
        let [_, _, up] = self.axes;
        up.dot(plane.origin)
    }

    /// The mask's slices, one for each of `count` frames with the grid of `plane`.
    ///
    /// # Errors
    /// When the mask is not on that grid.
    pub fn slices(&self, plane: &Plane, count: usize) -> Result<impl Iterator<Item = &[u8]>> {
        let ([i, j, _], [columns, rows, slices]) = (self.axes, self.size);
        let [down, right] = plane.spacing;
        ensure!(
            [rows, columns] == plane.size && usize::from(slices) == count,
            "a mask of another size"
        );
        ensure!(
            (i - plane.along_row * right).length() < TOLERANCE
                && (j - plane.along_column * down).length() < TOLERANCE,
            "a mask along other axes"
        );
        Ok(self.values.chunks_exact(usize::from(rows) * usize::from(columns)))
    }
}
