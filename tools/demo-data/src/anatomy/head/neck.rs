//! The cervical spine with the spinal canal.

use crate::anatomy::Layer;
use crate::shapes::{column, rod};
use crate::solid::{Solid, union};
use crate::tissue::Tissue;
use crate::vec3::vec3;

/// Height of one vertebra with its disc.
const STEP: f64 = 18.0;

/// So many vertebrae, the first at the height `atlas` (mm), canal and cord.
pub fn layers(atlas: f64, count: u8) -> Vec<Layer> {
    let end = atlas - STEP * f64::from(count + 1);
    let vertebrae = union((0..count).map(|n| vertebra(atlas - STEP * f64::from(n))));
    let canal = rod(vec3(0.0, 46.0, -50.0), 9.5, vec3(0.0, 48.0, end), 9.0);
    let cord = rod(vec3(0.0, 46.0, -50.0), 5.5, vec3(0.0, 48.0, end), 5.0);
    vec![
        Layer::shells(vertebrae, &[(0.0, Tissue::Bone), (1.8, Tissue::SpongyBone)]),
        Layer::of(Tissue::Csf, canal),
        Layer::of(Tissue::WhiteMatter, cord),
    ]
}

/// Body, arch and processes of the vertebra at height `z`.
fn vertebra(z: f64) -> Solid {
    let body = column(vec3(0.0, 27.0, z), vec3(12.0, 9.5, 6.5));
    let ring = column(vec3(0.0, 47.0, z), vec3(15.0, 14.0, 4.5));
    let spine = rod(vec3(0.0, 58.0, z), 4.0, vec3(0.0, 80.0, z - 8.0), 3.5);
    let side = rod(vec3(12.0, 36.0, z), 4.5, vec3(25.0, 34.0, z), 4.0).both_sides();
    union([body, ring, spine, side])
}
