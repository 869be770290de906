//! What decides about each element: a level of the policy, or a script.

use dicom_common::dataset::{Element, Tag, VR};
use dicom_common::policy::{self, Action, AttributeTypes, Level, Place, Policy, Treatment};

use crate::provenance::{self, Provenance};
use crate::script::Script;

/// The source of decisions.
#[derive(Debug)]
pub enum Recipe {
    /// A level of the built-in policy or of a site's table.
    Level {
        /// Low or high.
        level: Level,
        /// The table.
        policy: Policy,
    },
    /// A script, its known defects mended.
    Script(Script),
}

impl Recipe {
    fn treatment(&self, tag: Tag, vr: VR) -> Treatment {
        match self {
            Recipe::Level { level, policy } => policy.rule(tag, vr).treatment(*level),
            Recipe::Script(script) => script.treatment(tag, vr),
        }
    }

    /// What becomes of an element at a place.
    pub fn action(&self, types: &AttributeTypes, place: Place<'_>, element: &Element) -> Action {
        let vr = element.meant_vr();
        policy::decide(self.treatment(element.tag, vr), types, place, element.tag, vr)
    }

    /// Whether the element's value stays on purpose, so that it is no known value to sweep.
    pub fn keeps(&self, element: &Element) -> bool {
        self.treatment(element.tag, element.meant_vr()) == Treatment::Fixed(Action::Keep)
    }

    /// What the output may claim.
    pub fn provenance(&self) -> Provenance {
        let version = concat!("dcm-scrub ", env!("CARGO_PKG_VERSION"));
        match self {
            Recipe::Level { level: Level::Low, .. } => Provenance {
                identity_removed: true,
                method: format!("{version}, level low, PS3.15 2026c"),
                codes: vec![
                    provenance::BASIC,
                    provenance::MODIFIED_DATES,
                    provenance::PATIENT_CHARACTERISTICS,
                ],
                dates: "MODIFIED",
            },
            Recipe::Level { level: Level::High, .. } => Provenance {
                identity_removed: true,
                method: format!("{version}, level high, PS3.15 2026c"),
                codes: vec![provenance::BASIC],
                dates: "REMOVED",
            },
            Recipe::Script(script) => Provenance {
                // What a script keeps or removes follows no profile that could be claimed.
                identity_removed: script.removes_identity(),
                method: format!("{version}, script"),
                codes: Vec::new(),
                dates: script.dates_claim(),
            },
        }
    }
}
