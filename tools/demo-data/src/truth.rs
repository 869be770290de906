//! What is known of a made-up head: where its face and its brain are.

use crate::anatomy::head::Head;
use crate::placement::Placement;
use crate::solid::Solid;
use crate::vec3::{Vec3, vec3};

/// A part of the face that a defacer must remove.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Landmark {
    /// `right_eye`, `left_eye`, `nose_tip`, `mouth` or `chin`.
    pub name: &'static str,
    /// Its middle, in LPS mm.
    pub at: Vec3,
}

/// The landmarks in the frame in which a head is drawn.
const DRAWN: [Landmark; 5] = [
    Landmark { name: "right_eye", at: vec3(-32.0, -62.0, -14.0) },
    Landmark { name: "left_eye", at: vec3(32.0, -62.0, -14.0) },
    Landmark { name: "nose_tip", at: vec3(0.0, -108.0, -49.0) },
    Landmark { name: "mouth", at: vec3(0.0, -95.0, -78.0) },
    Landmark { name: "chin", at: vec3(0.0, -87.0, -110.0) },
];

/// Face and brain of a head as it lies in the scanner.
pub struct Truth {
    landmarks: Vec<Landmark>,
    cavity: Solid,
    placement: Placement,
}

impl Truth {
    /// The truth about this head, whatever the field of view.
    #[must_use]
    pub fn of(head: &Head) -> Self {
        let placement = head.placement();
        let placed = |mark: Landmark| Landmark { at: placement.to_patient(mark.at), ..mark };
        Self { landmarks: DRAWN.map(placed).to_vec(), cavity: head.cranial_cavity(), placement }
    }

    /// Where the parts of the face are.
    #[must_use]
    pub fn landmarks(&self) -> &[Landmark] {
        &self.landmarks
    }

    /// About the middle of the brain, in LPS mm.
    #[must_use]
    pub fn brain_centre(&self) -> Vec3 {
        self.placement.to_patient(vec3(0.0, 10.0, 20.0))
    }

    /// Whether the inner table of the skull encloses `p` (LPS mm).
    #[must_use]
    pub fn is_brain(&self, p: Vec3) -> bool {
        self.cavity.distance(self.placement.to_body(p)) < 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anatomy::head::Model;
    use crate::placement::{Build, Pose};
    use crate::position::Position;
    use crate::tissue::Tissue;

    fn heads() -> Vec<Head> {
        let pose = Pose { pitch: 21.0, roll: -14.0, yaw: 25.0 };
        let build = Build { size: vec3(0.8, 0.78, 0.82), face: 0.78 };
        [Model::Simple, Model::Detailed]
            .into_iter()
            .flat_map(|model| {
                let head = Head { model, ..Head::default() };
                let turned = Head { pose, ..head.clone() };
                [head, turned.clone(), Head { build, ..turned }]
            })
            .collect()
    }

    fn at(truth: &Truth, name: &str) -> Vec3 {
        truth.landmarks().iter().find(|mark| mark.name == name).unwrap().at
    }

    #[test]
    fn the_landmarks_lie_where_the_anatomy_has_eyes_nose_lips_and_chin() {
        for head in heads() {
            let truth = Truth::of(&head);
            let anatomy = head.anatomy(Position::Hfs);
            let hounsfield = |p| anatomy.sample(p, 0.5, Tissue::hounsfield);
            for eye in ["right_eye", "left_eye"] {
                let density = hounsfield(at(&truth, eye));
                assert!((density - Tissue::Vitreous.hounsfield()).abs() < 1.0, "{eye} {head:?}");
            }
            let place = head.placement();
            let forwards = (place.to_patient(vec3(0.0, -200.0, -14.0))
                - place.to_patient(vec3(0.0, -100.0, -14.0)))
            .normalized();
            for (mark, depth) in [("nose_tip", 6.0), ("mouth", 9.0), ("chin", 9.0)] {
                let p = at(&truth, mark);
                assert!(hounsfield(p - forwards * 4.0) > -150.0, "{mark} is in air: {head:?}");
                assert!(hounsfield(p + forwards * depth) < -900.0, "{mark} is deep: {head:?}");
            }
        }
    }

    #[test]
    fn the_brain_is_the_brain_and_nothing_of_the_face() {
        for head in heads() {
            let truth = Truth::of(&head);
            assert!(truth.is_brain(truth.brain_centre()));
            assert!(truth.landmarks().iter().all(|mark| !truth.is_brain(mark.at)));
            let anatomy = head.anatomy(Position::Hfs);
            let t1 = |p| anatomy.sample(p, 0.5, Tissue::t1_signal);
            let white = head.placement().to_patient(vec3(40.0, 10.0, 30.0));
            assert!((t1(white) - Tissue::WhiteMatter.t1_signal()).abs() < 1.0);
            assert!(truth.is_brain(white));
        }
    }

    #[test]
    fn the_landmarks_turn_with_the_head() {
        let straight = Truth::of(&Head::default());
        let pose = Pose { yaw: 25.0, ..Pose::default() };
        let turned = Truth::of(&Head { pose, ..Head::default() });
        let tip = |truth| at(truth, "nose_tip");
        assert!(tip(&turned).x > tip(&straight).x + 40.0);
        let between = |truth: &Truth| (at(truth, "left_eye") - at(truth, "right_eye")).length();
        assert!((between(&turned) - between(&straight)).abs() < 1e-9);
    }
}
