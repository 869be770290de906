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
