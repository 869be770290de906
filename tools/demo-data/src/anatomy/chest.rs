//! A chest with raised arms: the origin lies in the middle of the thorax, at the level of the heart.

use super::{Anatomy, Layer};
use crate::shapes::{ball, block, column, ellipsoid, rod};
use crate::solid::{Solid, union};
use crate::tissue::Tissue;
use crate::vec3::vec3;

/// The chest on a table; frame: LPS in mm, x = 0 is the mid-sagittal plane.
#[must_use]
pub fn chest() -> Anatomy {
    let torso = column(vec3(0.0, 0.0, 0.0), vec3(168.0, 112.0, 1000.0));
    let lung = ellipsoid(vec3(72.0, 4.0, 10.0), vec3(52.0, 80.0, 150.0)).both_sides();
    let heart = ellipsoid(vec3(24.0, -28.0, -30.0), vec3(52.0, 42.0, 55.0));
    Anatomy::new([
        Layer::shells(table(), &[(0.0, Tissue::Board), (3.0, Tissue::Foam)]),
        Layer::shells(torso, &[(0.0, Tissue::Skin), (2.0, Tissue::Fat), (14.0, Tissue::Muscle)]),
        Layer::of(Tissue::Fat, ellipsoid(vec3(0.0, -20.0, 20.0), vec3(40.0, 60.0, 120.0))),
        Layer::of(Tissue::Lung, lung),
        Layer::of(Tissue::Blood, vessels()),
        Layer::shells(heart, &[(-3.0, Tissue::Fat), (0.0, Tissue::Muscle), (9.0, Tissue::Blood)]),
        Layer::shells(ribs(), &[(0.0, Tissue::Bone), (1.8, Tissue::SpongyBone)]),
        Layer::shells(spine(), &[(0.0, Tissue::Bone), (2.0, Tissue::SpongyBone)]),
        Layer::of(Tissue::Csf, column(vec3(0.0, 76.0, 0.0), vec3(9.0, 8.0, 1000.0))),
        Layer::of(Tissue::Air, windpipe()),
    ])
}

fn table() -> Solid {
    block(vec3(0.0, 132.0, 0.0), vec3(190.0, 18.0, 1000.0), 16.0)
}

/// Aorta with arch, and branches into the lungs.
fn vessels() -> Solid {
    let ascending = rod(vec3(6.0, -24.0, -10.0), 15.0, vec3(-8.0, -20.0, 62.0), 14.0);
    let arch = rod(vec3(-8.0, -20.0, 62.0), 14.0, vec3(20.0, 42.0, 62.0), 13.0);
    let descending = rod(vec3(20.0, 42.0, 62.0), 13.0, vec3(18.0, 46.0, -500.0), 12.0);
    let branches = [(-40.0, -30.0), (0.0, 0.0), (30.0, 25.0), (55.0, -15.0)]
        .map(|(z, y)| rod(vec3(26.0, 0.0, 10.0), 5.0, vec3(105.0, y, z), 1.5).both_sides());
    union([ascending, arch, descending].into_iter().chain(branches))
}

/// Elliptic hoops that slope down to the front, and the breast bone.
fn ribs() -> Solid {
    let breast_bone = block(vec3(0.0, -96.0, 20.0), vec3(18.0, 6.0, 80.0), 5.0);
    let hoops = Solid::new(crate::bounds::Bounds::EVERYWHERE, |p| {
        let height = p.z - 0.35 * p.y;
        let along = (height / 26.0).fract().abs();
        let off = (along - 0.5).abs() * 26.0 - 6.0;
        let level = (p.x / 146.0).hypot(p.y / 98.0);
        let radial = (level - 1.0) * p.x.hypot(p.y).max(1.0) / level.max(1e-6);
        off.max(radial.abs() - 3.5)
    });
    union([breast_bone, hoops])
}

/// Vertebrae with discs between them.
fn spine() -> Solid {
    union((-12..12).map(|n| {
        let z = 24.0 * f64::from(n);
        let body = column(vec3(0.0, 52.0, z), vec3(19.0, 16.0, 9.5));
        let ring = column(vec3(0.0, 76.0, z), vec3(15.0, 14.0, 6.0));
        let process = rod(vec3(0.0, 86.0, z), 4.0, vec3(0.0, 98.0, z - 10.0), 4.0);
        let sides = rod(vec3(14.0, 72.0, z), 5.0, vec3(34.0, 80.0, z), 4.0).both_sides();
        union([body, ring, process, sides])
    }))
}

fn windpipe() -> Solid {
    let fork = vec3(0.0, 20.0, 45.0);
    let main = rod(vec3(0.0, 14.0, 500.0), 9.0, fork, 9.0);
    let bronchus = rod(fork, 7.0, vec3(34.0, 24.0, 10.0), 5.0).both_sides();
    union([main, bronchus, ball(fork, 9.0)])
}
