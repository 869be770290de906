//! What a field of view that is too long shows below the neck.

use crate::anatomy::Layer;
use crate::shapes::{ball, ellipsoid, path, rod};
use crate::solid::{Solid, union};
use crate::tissue::Tissue;
use crate::vec3::vec3;

/// Lungs, windpipe and bones.
pub fn layers() -> Vec<Layer> {
    let lung = ellipsoid(vec3(58.0, 28.0, -320.0), vec3(46.0, 58.0, 95.0)).both_sides();
    let windpipe = rod(vec3(0.0, -6.0, -210.0), 8.0, vec3(0.0, 14.0, -420.0), 8.0);
    vec![
        Layer::of(Tissue::Lung, lung),
        Layer::of(Tissue::Air, windpipe),
        Layer::shells(bones(), &[(0.0, Tissue::Bone), (2.0, Tissue::SpongyBone)]),
    ]
}

/// The surface below the neck.
pub fn surface() -> Solid {
    let trunk = ellipsoid(vec3(0.0, 34.0, -330.0), vec3(178.0, 92.0, 130.0));
    let slope = rod(vec3(20.0, 48.0, -160.0), 36.0, vec3(128.0, 44.0, -236.0), 34.0);
    let shoulder = ball(vec3(160.0, 38.0, -262.0), 44.0);
    let arm = rod(vec3(164.0, 38.0, -262.0), 42.0, vec3(190.0, 40.0, -420.0), 42.0);
    union([slope.and(shoulder, 16.0).and(arm, 16.0).both_sides()]).and(trunk, 20.0)
}

fn bones() -> Solid {
    let clavicle = path(
        &[vec3(14.0, -34.0, -236.0), vec3(70.0, -22.0, -222.0), vec3(138.0, 24.0, -222.0)],
        6.0,
    );
    let scapula =
        path(&[vec3(60.0, 98.0, -300.0), vec3(80.0, 92.0, -232.0), vec3(142.0, 48.0, -232.0)], 5.0);
    let arm = rod(vec3(160.0, 36.0, -262.0), 20.0, vec3(170.0, 38.0, -300.0), 12.0);
    let rib = path(
        &[
            vec3(18.0, 50.0, -240.0),
            vec3(62.0, 48.0, -234.0),
            vec3(70.0, -4.0, -246.0),
            vec3(14.0, -36.0, -262.0),
        ],
        4.0,
    );
    union([clavicle, scapula, arm, rib]).both_sides()
}
