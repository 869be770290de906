//! The orbits: bony walls, fat, muscles and eyes.

use super::{Eyes, Model, skin};
use crate::anatomy::Layer;
use crate::shapes::{ball, ellipsoid, half_space, path, rod};
use crate::solid::{Solid, union};
use crate::tissue::Tissue;
use crate::vec3::{Vec3, vec3};

/// Centre of the left eye; the right one mirrors it.
const EYE: Vec3 = vec3(32.0, -62.0, -14.0);
/// Where the optic nerve leaves the left orbit.
const APEX: Vec3 = vec3(17.0, -26.0, -8.0);

/// Both orbits from the walls inwards.
pub fn layers(model: Model, eyes: Eyes) -> Vec<Layer> {
    let brain_case = model.cavity().grown(3.0);
    let hollow = rod(EYE + vec3(1.0, -8.0, 0.5), 17.0, APEX, 4.0).without(brain_case, 2.0);
    let behind_rim = half_space(vec3(31.0, -74.0, -13.0), vec3(0.25, -1.0, 0.0));
    let under_skin = skin::surface().grown(-2.8);
    let walls = hollow.clone().grown(3.0).within(behind_rim, 4.0);
    vec![
        Layer::of(Tissue::Bone, walls.both_sides().within(under_skin.clone(), 2.0)),
        Layer::of(Tissue::Fat, hollow.both_sides().within(under_skin, 2.0)),
        Layer::of(Tissue::Muscle, eyes.there(muscles())),
        Layer::shells(
            eyes.there(ball(EYE, 12.0)),
            &[(0.0, Tissue::Muscle), (1.2, Tissue::Vitreous)],
        ),
        Layer::of(
            Tissue::Lens,
            eyes.there(ellipsoid(EYE + vec3(0.0, -7.5, 0.0), vec3(4.8, 2.3, 4.8))),
        ),
    ]
}

/// The four straight muscles and the optic nerve of the left eye.
fn muscles() -> Solid {
    let straight = [(12.5, 0.0), (-12.5, 0.0), (0.0, 12.5), (0.0, -12.5)].map(|(x, z)| {
        let on_eye = EYE + vec3(x, -1.0, z);
        let belly = (EYE + APEX) * 0.5 + vec3(x, 0.0, z) * 0.75;
        path(&[on_eye, belly, APEX], 1.9)
    });
    let nerve = rod(EYE + vec3(-3.0, 10.0, 0.0), 2.3, APEX, 2.3);
    union(straight).and(nerve, 0.0)
}
