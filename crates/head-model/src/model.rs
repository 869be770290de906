//! The model itself.

use std::io::Cursor;
use std::sync::LazyLock;

use dicom_common::imaging::nifti::Nifti;
use nalgebra::Point3;
use ndarray::Array3;
use registration::Grid;

/// Half of what soft tissue has in the model: what is less is air.
const TISSUE: f32 = 90.0;

static MODEL: LazyLock<Option<Model>> = LazyLock::new(|| {
    let image = Nifti::read(Cursor::new(include_bytes!("../data/head-model.nii.gz"))).ok()?;
    let [x, y, z] = image.shape();
    let values = Array3::from_shape_fn((x, y, z), |(i, j, k)| image.value([i, j, k]));
    let grid = Grid { values, to_world: image.affine() };
    let from_world = grid.to_world.try_inverse()?;
    Some(Model { grid, from_world })
});

/// Values of the model in space: LPS mm.
pub struct Model {
    /// What is laid upon a volume.
    pub grid: Grid,
    from_world: nalgebra::Matrix4<f64>,
}

impl Model {
    /// The model that ships with the program; none if it cannot be read.
    pub fn get() -> Option<&'static Model> {
        MODEL.as_ref()
    }

    /// How far a point of the model's space is inside of it: -1 in air, 0 on the skin, 1 in tissue; linear between
    /// voxels.
    pub fn depth(&self, p: &Point3<f64>) -> f64 {
        let at = self.from_world.transform_point(p);
        let first = at.map(f64::floor);
        let share = at - first;
        let mut sum = 0.0;
        for corner in 0..8u8 {
            let side = [0, 1, 2].map(|axis| f64::from(corner >> axis & 1));
            let weight: f64 = side
                .iter()
                .zip(share.iter())
                .map(|(side, share)| if *side > 0.0 { *share } else { 1.0 - share })
                .product();
            let voxel = [first.x + side[0], first.y + side[1], first.z + side[2]];
            if voxel.iter().all(|index| *index >= 0.0) {
                let value = self.grid.values.get(voxel.map(|index| index as usize));
                sum += weight * value.copied().map_or(0.0, f64::from);
            }
        }
        (sum / f64::from(TISSUE) - 1.0).clamp(-1.0, 1.0)
    }

    /// Whether a point of the model's space is no air.
    pub fn is_tissue(&self, p: &Point3<f64>) -> bool {
        let at = self.from_world.transform_point(p).map(f64::round);
        let inside = at.iter().all(|index| *index >= 0.0);
        let index = [at.x as usize, at.y as usize, at.z as usize];
        inside && self.grid.values.get(index).is_some_and(|value| *value > TISSUE)
    }
}
