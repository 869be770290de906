//! What decides about each element: a level of the policy, or a script.

use dicom_common::dataset::{Element, Tag, VR};
use dicom_common::policy::{self, Action, AttributeTypes, Level, Place, Policy, Treatment};

use dicom_dictionary_std::tags;

use crate::ctp;
use crate::provenance::{self, Provenance};
use crate::script::Script;

/// What names the patient: kept on purpose, the identity is not removed (PS3.3 C.7.1.1).
const NAMING: [(Tag, VR); 3] =
    [(tags::PATIENT_NAME, VR::PN), (tags::PATIENT_ID, VR::LO), (tags::PATIENT_BIRTH_DATE, VR::DA)];

/// The source of decisions.
#[derive(Debug)]
pub enum Recipe {
    /// A level of the built-in policy or of a site's table.
    Level {
        /// Low or high.
        level: Level,
        /// The table.
        policy: Box<Policy>,
        /// Whether the table is a site's own.
        site: bool,
    },
    /// A script of the RSNA anonymizer, its known defects mended.
    Script(Script),
    /// A script of CTP: what it names is done to the letter.
    Ctp(Box<ctp::Script>),
}

impl Recipe {
    fn treatment(&self, tag: Tag, vr: VR) -> Treatment {
        match self {
            Recipe::Level { level, policy, .. } => policy.rule(tag, vr).treatment(*level),
            Recipe::Script(script) => script.treatment(tag, vr),
            // Only what the script does not name, and leaves, comes here.
            Recipe::Ctp(_) => Treatment::Fixed(Action::Keep),
        }
    }

    fn keeps_tag(&self, tag: Tag, vr: VR) -> bool {
        match self {
            Recipe::Ctp(script) => script.keeps(tag),
            _ => self.treatment(tag, vr) == Treatment::Fixed(Action::Keep),
        }
    }

    /// What becomes of an element at a place.
    pub fn action(&self, types: &AttributeTypes, place: Place<'_>, element: &Element) -> Action {
        let vr = element.meant_vr();
        policy::decide(self.treatment(element.tag, vr), types, place, element.tag, vr)
    }

    /// Whether the element's value stays on purpose, so that it is no known value to sweep.
    pub fn keeps(&self, element: &Element) -> bool {
        self.keeps_tag(element.tag, element.meant_vr())
    }

    /// What the output may claim.
    pub fn provenance(&self) -> Provenance {
        let version = concat!("dcm-scrub ", env!("CARGO_PKG_VERSION"));
        let (how, codes) = match self {
            Recipe::Level { level: Level::Low, site: false, .. } => (
                "level low, PS3.15 2026c",
                vec![
                    provenance::BASIC,
                    provenance::MODIFIED_DATES,
                    provenance::PATIENT_CHARACTERISTICS,
                ],
            ),
            Recipe::Level { level: Level::High, site: false, .. } => {
                ("level high, PS3.15 2026c", vec![provenance::BASIC])
            }
            // What a site or a script keeps or removes follows no profile that could be claimed.
            Recipe::Level { .. } => ("a site's policy", Vec::new()),
            Recipe::Script(_) => ("a script", Vec::new()),
            Recipe::Ctp(_) => ("a CTP script", Vec::new()),
        };
        let scripted = |tag: &Tag| matches!(self, Recipe::Ctp(script) if script.names(*tag));
        Provenance {
            identity_removed: !NAMING.iter().any(|(tag, vr)| self.keeps_tag(*tag, *vr)),
            scripted: provenance::STATED.into_iter().filter(scripted).collect(),
            method: format!("{version}, {how}"),
            codes,
            dates: match self {
                Recipe::Level { level, policy, .. } => policy.dates_claim(*level),
                Recipe::Script(script) => script.dates_claim(),
                Recipe::Ctp(script) => script.dates_claim(),
            },
        }
    }
}
