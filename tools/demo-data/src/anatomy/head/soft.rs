//! Muscles, glands and vessels of face and neck, with fat between them.

use crate::anatomy::Layer;
use crate::shapes::{ellipsoid, rod};
use crate::solid::Solid;
use crate::tissue::Tissue;
use crate::vec3::vec3;

/// From the depth to the surface.
pub fn layers() -> Vec<Layer> {
    [deep_neck(), vessels(), cheek(), mouth()].into_iter().flatten().collect()
}

/// A part on both sides in a sheath of fat.
fn in_fat(tissue: Tissue, solid: Solid) -> Layer {
    Layer::shells(solid.both_sides(), &[(-1.8, Tissue::Fat), (0.0, tissue)])
}

fn deep_neck() -> Vec<Layer> {
    let erector = rod(vec3(15.0, 68.0, -66.0), 12.0, vec3(18.0, 70.0, -220.0), 13.0);
    let splenius = rod(vec3(37.0, 46.0, -64.0), 13.0, vec3(40.0, 48.0, -220.0), 13.0);
    let trapezius = ellipsoid(vec3(17.0, 84.0, -120.0), vec3(15.0, 5.0, 60.0));
    let mastoid_muscle = rod(vec3(51.0, 18.0, -60.0), 9.0, vec3(20.0, -16.0, -190.0), 9.0);
    [erector, splenius, trapezius, mastoid_muscle]
        .map(|muscle| in_fat(Tissue::Muscle, muscle))
        .into()
}

fn vessels() -> Vec<Layer> {
    let carotid = rod(vec3(30.0, 4.0, -50.0), 3.0, vec3(27.0, 2.0, -220.0), 3.6);
    let jugular = rod(vec3(37.0, 10.0, -54.0), 4.5, vec3(35.0, 8.0, -220.0), 6.0);
    [carotid, jugular].map(|vessel| in_fat(Tissue::Blood, vessel)).into()
}

/// What lies between the skin and the bones of the face.
fn cheek() -> Vec<Layer> {
    let pad = ellipsoid(vec3(41.0, -46.0, -60.0), vec3(10.0, 17.0, 17.0));
    let temporal_pad = ellipsoid(vec3(57.0, -42.0, -12.0), vec3(5.0, 12.0, 17.0));
    let pterygoid = ellipsoid(vec3(30.0, -14.0, -62.0), vec3(9.0, 15.0, 20.0));
    let masseter = ellipsoid(vec3(53.0, -22.0, -66.0), vec3(6.5, 15.0, 24.0));
    let parotid = ellipsoid(vec3(55.0, 4.0, -62.0), vec3(8.0, 13.0, 20.0));
    vec![
        Layer::of(Tissue::Fat, pad.both_sides()),
        Layer::of(Tissue::Fat, temporal_pad.both_sides()),
        in_fat(Tissue::Muscle, pterygoid),
        in_fat(Tissue::Skin, parotid),
        in_fat(Tissue::Muscle, masseter),
    ]
}

/// Tongue with the cleft above it, and the glands below the jaw.
fn mouth() -> Vec<Layer> {
    let tongue = ellipsoid(vec3(0.0, -42.0, -81.0), vec3(21.0, 28.0, 15.0));
    let septum = ellipsoid(vec3(0.0, -42.0, -81.0), vec3(0.8, 22.0, 12.0));
    let cleft = ellipsoid(vec3(0.0, -46.0, -65.2), vec3(15.0, 20.0, 1.3));
    let gland = ellipsoid(vec3(26.0, -26.0, -100.0), vec3(8.0, 13.0, 9.0));
    vec![
        Layer::shells(tongue, &[(-1.8, Tissue::Fat), (0.0, Tissue::Muscle)]),
        Layer::of(Tissue::Fat, septum),
        Layer::of(Tissue::Air, cleft),
        in_fat(Tissue::Skin, gland),
    ]
}
