//! The head has its parts where a face detector expects them.

use demo_data::anatomy::head::head;
use demo_data::tissue::Tissue;
use demo_data::vec3::{Vec3, vec3};

#[test]
fn the_parts_of_the_head_are_in_place() {
    let head = head();
    let at = |p: Vec3| head.sample(p, 0.5, Tissue::hounsfield);
    let places = [
        (vec3(32.0, -60.0, -14.0), Tissue::Vitreous),
        (vec3(-32.0, -60.0, -14.0), Tissue::Vitreous),
        (vec3(32.0, -69.5, -14.0), Tissue::Lens),
        (vec3(0.0, -125.0, -49.0), Tissue::Air),
        (vec3(0.0, -110.0, -49.0), Tissue::Skin),
        (vec3(29.0, -54.0, -46.0), Tissue::Air),
        (vec3(40.0, 10.0, 30.0), Tissue::WhiteMatter),
        (vec3(73.0, 10.0, 20.0), Tissue::Bone),
        (vec3(0.0, 0.0, -78.0), Tissue::Air),
    ];
    for (place, tissue) in places {
        let difference = (at(place) - tissue.hounsfield()).abs();
        assert!(difference < 1.0, "{place:?} is not {tissue:?}: {}", at(place));
    }
}
