//! A left knee: the origin lies in the joint space.

use super::{Anatomy, Layer};
use crate::shapes::{block, ellipsoid, path, rod};
use crate::solid::{Solid, blended, union};
use crate::tissue::Tissue;
use crate::vec3::vec3;

/// The knee with half of the thigh and of the lower leg, on a table; frame: LPS in mm.
#[must_use]
pub fn knee() -> Anatomy {
    let table = block(vec3(0.0, 92.0, 0.0), vec3(180.0, 14.0, 1000.0), 8.0);
    let cartilage = ellipsoid(vec3(0.0, 2.0, 0.0), vec3(39.0, 27.0, 5.0));
    let vessel =
        path(&[vec3(4.0, 30.0, 240.0), vec3(2.0, 42.0, 0.0), vec3(0.0, 34.0, -240.0)], 4.5);
    Anatomy::new([
        Layer::shells(leg(), &[(0.0, Tissue::Skin), (2.0, Tissue::Fat), (8.0, Tissue::Muscle)]),
        Layer::of(Tissue::Fat, ellipsoid(vec3(0.0, -34.0, -14.0), vec3(22.0, 12.0, 20.0))),
        Layer::of(Tissue::Skin, cartilage),
        Layer::of(Tissue::Blood, vessel),
        Layer::shells(bones(), &[(0.0, Tissue::Bone), (3.0, Tissue::SpongyBone)]),
    ])
    .on([Layer::shells(table, &[(0.0, Tissue::Board), (3.0, Tissue::Foam)])])
}

fn leg() -> Solid {
    let thigh = rod(vec3(0.0, 6.0, 30.0), 58.0, vec3(0.0, 4.0, 400.0), 82.0);
    let calf = rod(vec3(0.0, 8.0, -60.0), 54.0, vec3(0.0, 14.0, -300.0), 46.0);
    let joint = ellipsoid(vec3(0.0, 0.0, 0.0), vec3(58.0, 60.0, 60.0));
    blended(thigh, [calf, joint], 30.0)
}

/// Thigh bone, knee cap, shin bone and calf bone.
fn bones() -> Solid {
    let shaft = rod(vec3(0.0, -4.0, 60.0), 15.0, vec3(0.0, -8.0, 400.0), 14.0);
    let condyles = [-21.0, 21.0].map(|x| ellipsoid(vec3(x, 4.0, 26.0), vec3(19.0, 30.0, 24.0)));
    let femur = blended(shaft, condyles, 24.0);
    let plateau = ellipsoid(vec3(0.0, 2.0, -17.0), vec3(39.0, 26.0, 15.0));
    let shin = rod(vec3(0.0, -4.0, -50.0), 14.0, vec3(0.0, -8.0, -400.0), 12.0);
    let cap = ellipsoid(vec3(0.0, -44.0, 26.0), vec3(21.0, 9.0, 22.0));
    let calf = rod(vec3(36.0, 22.0, -32.0), 9.0, vec3(34.0, 20.0, -400.0), 6.0);
    union([femur, plateau.and(shin, 24.0), cap, calf])
}
