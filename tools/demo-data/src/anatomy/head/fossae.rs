//! A skull base in three steps, with temporal lobes and cerebellum in the lower two.

use super::cranium::{brain_stem, deep_nuclei, fissure, mastoids, vault, ventricles};
use crate::anatomy::Layer;
use crate::shapes::{ellipsoid, half_space, rod};
use crate::solid::{Solid, union};
use crate::tissue::Tissue;
use crate::vec3::vec3;

/// Thickness of the bone below the brain, in mm.
const BASE: f64 = 3.0;
/// Thickness of the skull cap, in mm.
const CAP: f64 = 6.0;

/// The skull with its contents.
pub fn layers() -> Vec<Layer> {
    let skull = [(0.0, Tissue::Bone), (1.8, Tissue::SpongyBone)];
    let inner_table = [(-1.8, Tissue::Bone), (0.0, Tissue::Csf)];
    let cerebrum = cavity().grown(-2.0).without(posterior(), 2.0);
    let grooved = cerebrum.without(fissure(0.3), 1.0).folded(2.2, 17.0).folded(1.4, 9.0);
    let cerebellum = posterior().grown(-2.2).folded(0.9, 6.5);
    vec![
        Layer::of(Tissue::Bone, petrous()),
        Layer::shells(mastoids(), &[(0.0, Tissue::Bone), (2.0, Tissue::Air)]),
        Layer::shells(outer_table(), &skull),
        Layer::shells(cavity(), &inner_table),
        Layer::of(Tissue::Csf, foramen_magnum()),
        Layer::shells(grooved, &[(0.0, Tissue::GreyMatter), (3.6, Tissue::WhiteMatter)]),
        Layer::shells(cerebellum, &[(0.0, Tissue::GreyMatter), (6.0, Tissue::WhiteMatter)]),
        Layer::of(Tissue::WhiteMatter, brain_stem().and(medulla(), 4.0)),
        Layer::of(Tissue::GreyMatter, deep_nuclei()),
        Layer::of(Tissue::Csf, ventricles()),
    ]
}

/// The inside of the skull.
pub fn cavity() -> Solid {
    vault().within(base(0.0), 14.0).and(middle(), 8.0).and(posterior(), 6.0).without(petrous(), 5.0)
}

fn outer_table() -> Solid {
    vault()
        .grown(CAP)
        .within(base(BASE), 14.0)
        .and(middle().grown(BASE), 8.0)
        .and(posterior().grown(BASE), 6.0)
}

/// Everything above the floor under the frontal lobes, which slopes down to the back, or `lower` mm lower.
fn base(lower: f64) -> Solid {
    half_space(vec3(0.0, -75.0, 6.0 - lower), vec3(0.0, -0.36, -0.93))
}

/// Where the temporal lobes lie.
fn middle() -> Solid {
    ellipsoid(vec3(38.0, -7.0, -8.0), vec3(23.0, 31.0, 23.0)).both_sides()
}

/// Where the cerebellum lies.
fn posterior() -> Solid {
    ellipsoid(vec3(0.0, 42.0, -25.0), vec3(49.0, 39.0, 30.0))
}

/// The ridges between the middle and the posterior fossa.
fn petrous() -> Solid {
    union([rod(vec3(17.0, 2.0, -32.0), 7.0, vec3(58.0, 20.0, -33.0), 11.0)]).both_sides()
}

fn foramen_magnum() -> Solid {
    rod(vec3(0.0, 40.0, -44.0), 13.0, vec3(0.0, 46.0, -76.0), 12.0)
}

fn medulla() -> Solid {
    rod(vec3(0.0, 42.0, -54.0), 7.5, vec3(0.0, 46.0, -84.0), 5.5)
}
