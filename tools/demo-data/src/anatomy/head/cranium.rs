//! Skull vault and base, meninges and brain.

use crate::anatomy::Layer;
use crate::shapes::{ellipsoid, half_space, path, rod};
use crate::solid::{Solid, union};
use crate::tissue::Tissue;
use crate::vec3::vec3;

/// The skull with its contents.
pub fn layers() -> Vec<Layer> {
    let cavity = cavity();
    let skull = [
        (-6.0, Tissue::Bone),
        (-4.2, Tissue::SpongyBone),
        (-2.0, Tissue::Bone),
        (0.0, Tissue::Csf),
    ];
    let brain = cavity.clone().grown(-2.5).without(fissure(1.6), 2.0);
    vec![
        Layer::of(Tissue::Bone, temporal_bones()),
        Layer::shells(mastoids(), &[(0.0, Tissue::Bone), (2.0, Tissue::Air)]),
        Layer::shells(cavity, &skull),
        Layer::of(Tissue::Csf, foramen_magnum()),
        Layer::shells(
            brain.folded(2.2, 15.0),
            &[(0.0, Tissue::GreyMatter), (4.0, Tissue::WhiteMatter)],
        ),
        Layer::of(Tissue::WhiteMatter, brain_stem()),
        Layer::of(Tissue::GreyMatter, deep_nuclei()),
        Layer::of(Tissue::Csf, ventricles()),
    ]
}

/// The inside of the skull: an ovoid cut off by the base, which slopes down to the back.
pub fn cavity() -> Solid {
    let base = half_space(vec3(0.0, -75.0, 6.0), vec3(0.0, -0.36, -0.93));
    vault().within(base, 14.0)
}

/// The inside of the skull cap, continued below.
pub fn vault() -> Solid {
    ellipsoid(vec3(0.0, 10.0, 20.0), vec3(68.0, 86.0, 74.0))
}

fn temporal_bones() -> Solid {
    rod(vec3(20.0, 0.0, -26.0), 7.0, vec3(56.0, 16.0, -36.0), 12.0).both_sides()
}

/// The bones behind the ears.
pub fn mastoids() -> Solid {
    ellipsoid(vec3(51.0, 22.0, -46.0), vec3(9.0, 12.0, 15.0)).both_sides()
}

fn foramen_magnum() -> Solid {
    rod(vec3(0.0, 42.0, -36.0), 13.0, vec3(0.0, 46.0, -58.0), 12.0)
}

/// The cleft between the hemispheres, above the corpus callosum; `half_width` in mm.
pub fn fissure(half_width: f64) -> Solid {
    let cleft = ellipsoid(vec3(0.0, 12.0, 30.0), vec3(half_width, 90.0, 70.0));
    let callosum = ellipsoid(vec3(0.0, 12.0, 15.0), vec3(30.0, 52.0, 27.0));
    cleft.without(callosum, 0.0)
}

/// Pons and medulla.
pub fn brain_stem() -> Solid {
    let pons = ellipsoid(vec3(0.0, 26.0, -20.0), vec3(15.0, 13.0, 16.0));
    let medulla = rod(vec3(0.0, 30.0, -20.0), 10.0, vec3(0.0, 46.0, -62.0), 6.0);
    pons.and(medulla, 8.0)
}

/// Thalamus and lentiform nucleus of both sides.
pub fn deep_nuclei() -> Solid {
    let thalamus = ellipsoid(vec3(10.0, 14.0, 13.0), vec3(8.0, 14.0, 9.0));
    let lentiform = ellipsoid(vec3(26.0, -4.0, 13.0), vec3(6.0, 18.0, 10.0));
    union([thalamus, lentiform]).both_sides()
}

/// Both lateral ventricles with their horns, the third and the fourth ventricle.
pub fn ventricles() -> Solid {
    let lateral = path(
        &[
            vec3(9.0, -30.0, 22.0),
            vec3(9.0, 5.0, 32.0),
            vec3(14.0, 38.0, 26.0),
            vec3(24.0, 50.0, 12.0),
            vec3(24.0, 66.0, 10.0),
        ],
        5.0,
    );
    let third = ellipsoid(vec3(0.0, 12.0, 10.0), vec3(2.5, 14.0, 11.0));
    let fourth = ellipsoid(vec3(0.0, 44.0, -20.0), vec3(7.0, 5.0, 10.0));
    union([lateral.both_sides(), third, fourth])
}
