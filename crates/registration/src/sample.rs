//! Where the fixed volume is looked at: scattered points, the same in every run.

use nalgebra::{Point3, Vector3};

use crate::{image::Image, mask::Mask};

/// A point of the fixed volume and what lies there.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// World coordinates.
    pub at: Point3<f64>,
    /// The value, 0..=1.
    pub value: f32,
}

/// About `count` points of the mask, off the voxels' centres: where the grids of two volumes
/// coincide, interpolation would favour that very alignment.
pub fn scatter(image: &Image, mask: &Mask, count: usize, seed: u64) -> Vec<Sample> {
    let [ni, nj, nk] = image.shape();
    let voxels = (0..ni).flat_map(|i| (0..nj).flat_map(move |j| (0..nk).map(move |k| [i, j, k])));
    let voxels = voxels.map(|voxel| Point3::from(voxel.map(|index| index as f64)));
    let inside: Vec<_> =
        voxels.filter(|voxel| mask.contains(&image.to_world.transform_point(voxel))).collect();
    let fraction = count as f64 / inside.len().max(1) as f64;
    let sample = |(index, voxel): (usize, Point3<f64>)| {
        let mut random = Random(seed ^ (index as u64).wrapping_mul(STEP));
        let chosen = random.next() < fraction;
        let off = Vector3::from_fn(|_, _| random.next() - 0.5);
        let voxel = chosen.then(|| voxel + off)?;
        let value = image.read(&voxel)?.value;
        Some(Sample { at: image.to_world.transform_point(&voxel), value })
    };
    inside.into_iter().enumerate().filter_map(sample).collect()
}

/// Numbers that look random (SplitMix64, Steele et al. 2014, doi 10.1145/2660193.2660195).
struct Random(u64);

const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

impl Random {
    /// The next number, 0 to 1.
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(STEP);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((bits ^ (bits >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}
