//! Air on its way from the nostrils to the windpipe.

use crate::anatomy::Layer;
use crate::shapes::{ellipsoid, path, rod};
use crate::solid::union;
use crate::tissue::Tissue;
use crate::vec3::vec3;

/// Nasal cavity with turbinates, ethmoid and sphenoid sinus, pharynx and windpipe.
pub fn layers() -> Vec<Layer> {
    let cavity = ellipsoid(vec3(7.5, -56.0, -42.0), vec3(6.0, 32.0, 17.0));
    let nostril = rod(vec3(5.5, -98.0, -58.0), 2.6, vec3(5.0, -80.0, -46.0), 3.2);
    let turbinates =
        union([-52.0, -41.0].map(|z| rod(vec3(9.5, -72.0, z), 2.4, vec3(9.5, -34.0, z), 3.0)));
    let ethmoid = ellipsoid(vec3(7.0, -50.0, -14.0), vec3(5.5, 18.0, 9.0));
    let sphenoid = ellipsoid(vec3(8.0, -16.0, -22.0), vec3(6.5, 9.0, 8.0));
    let pharynx =
        path(&[vec3(0.0, -24.0, -46.0), vec3(0.0, -2.0, -52.0), vec3(0.0, 0.0, -78.0)], 7.0);
    let throat =
        path(&[vec3(0.0, 0.0, -78.0), vec3(0.0, -4.0, -108.0), vec3(0.0, -6.0, -220.0)], 8.0);
    vec![
        Layer::shells(
            union([ethmoid, sphenoid]).both_sides(),
            &[(-1.5, Tissue::Bone), (0.0, Tissue::Air)],
        ),
        Layer::shells(
            cavity.and(nostril, 4.0).both_sides(),
            &[(-1.5, Tissue::Skin), (0.0, Tissue::Air)],
        ),
        Layer::of(Tissue::Skin, turbinates.both_sides()),
        Layer::of(Tissue::Air, pharynx.and(throat, 4.0)),
    ]
}
