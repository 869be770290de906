//! Bones of the middle face with the sinuses in them.

use super::skin;
use crate::anatomy::Layer;
use crate::shapes::{ellipsoid, path, rod};
use crate::solid::union;
use crate::tissue::Tissue;
use crate::vec3::vec3;

/// Upper jaw, cheek bones, nasal bones and frontal sinus.
pub fn layers() -> Vec<Layer> {
    let cheek = path(
        &[
            vec3(24.0, -72.0, -36.0),
            vec3(46.0, -64.0, -32.0),
            vec3(57.0, -40.0, -32.0),
            vec3(61.0, -14.0, -32.0),
            vec3(59.0, 6.0, -32.0),
        ],
        4.0,
    );
    let rim =
        path(&[vec3(46.0, -64.0, -32.0), vec3(51.0, -60.0, -14.0), vec3(46.0, -68.0, 4.0)], 4.0);
    let frontal_process = rod(vec3(15.0, -76.0, -38.0), 3.0, vec3(10.0, -80.0, -8.0), 4.0);
    let nasal_bone = rod(vec3(2.5, -82.0, -6.0), 3.0, vec3(2.5, -91.0, -26.0), 1.8);
    let palate = ellipsoid(vec3(0.0, -50.0, -62.0), vec3(22.0, 28.0, 2.0));
    let sinus = ellipsoid(vec3(29.0, -54.0, -46.0), vec3(16.0, 20.0, 17.0)).both_sides();
    let frontal_sinus = ellipsoid(vec3(9.0, -77.0, 8.0), vec3(8.0, 4.5, 10.0)).both_sides();
    vec![
        Layer::of(
            Tissue::Bone,
            union([cheek, rim, frontal_process, nasal_bone])
                .both_sides()
                .and(palate, 0.0)
                .within(skin::surface().grown(-3.0), 2.0),
        ),
        Layer::shells(frontal_sinus, &[(-2.0, Tissue::Bone), (0.0, Tissue::Air)]),
        Layer::shells(sinus, &[(-1.8, Tissue::Bone), (0.0, Tissue::Muscle), (0.8, Tissue::Air)]),
    ]
}
