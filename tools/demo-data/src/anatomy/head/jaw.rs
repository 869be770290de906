//! Lower jaw, the tooth-bearing arch of the upper jaw, and teeth.

use crate::anatomy::Layer;
use crate::shapes::{path, rod};
use crate::solid::{Solid, union};
use crate::tissue::Tissue;
use crate::vec3::{Vec3, vec3};

/// Height of the plane where the teeth meet.
const BITE: f64 = -79.0;

/// Both jaws with a full set of teeth.
pub fn layers() -> Vec<Layer> {
    let mandible = mandible().both_sides();
    let upper_arch = path(&arch(BITE + 13.0), 5.0).both_sides();
    vec![
        Layer::shells(mandible, &[(0.0, Tissue::Bone), (2.5, Tissue::SpongyBone)]),
        Layer::shells(upper_arch, &[(0.0, Tissue::Bone), (2.5, Tissue::SpongyBone)]),
        Layer::of(Tissue::Enamel, teeth().both_sides()),
    ]
}

/// The left half of the lower jaw: from the joint down the ramus and along the body to the chin.
fn mandible() -> Solid {
    let joint = vec3(52.0, -4.0, -40.0);
    let angle = vec3(46.0, -10.0, -86.0);
    let ramus = rod(joint, 4.5, angle, 5.5)
        .and(rod(vec3(48.0, -24.0, -46.0), 3.0, vec3(44.0, -26.0, -84.0), 5.0), 16.0);
    let chin = vec3(0.0, -79.0, -108.0);
    let body = path(&[angle, vec3(32.0, -50.0, -100.0), vec3(14.0, -76.0, -107.0), chin], 5.5);
    let alveolar = path(&arch(BITE - 13.0), 5.0);
    ramus.and(body.and(alveolar, 16.0), 6.0)
}

/// Points along the left half of the dental arch at height `z`, from the midline to the back.
fn arch(z: f64) -> Vec<Vec3> {
    (0..=7).map(|tooth| arch_point(f64::from(tooth) / 7.0, z)).collect()
}

/// A point on the dental arch: 0 is the midline, 1 the last molar.
fn arch_point(t: f64, z: f64) -> Vec3 {
    let (sin, cos) = (t * 1.45).sin_cos();
    vec3(26.0 * sin, -38.0 - 42.0 * cos, z)
}

/// Seven upper and seven lower teeth of the left side, crown and root.
fn teeth() -> Solid {
    let tooth = |number: i32, direction: f64| {
        let t = (f64::from(number) + 0.5) / 7.0;
        let radius = 2.6 + 1.6 * t;
        let crown = arch_point(t, BITE + direction * (radius + 0.3));
        let root = arch_point(t, BITE + direction * 15.0);
        rod(crown, radius, root, 1.4)
    };
    union((0..7).flat_map(|n| [tooth(n, 1.0), tooth(n, -1.0)]))
}
