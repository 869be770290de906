//! What decides about each element: a policy with what was chosen of it, or a script.

use dicom_common::dataset::{DataSet, Element, Tag, VR};
use dicom_common::deid::policy::{
    self, Action, AttributePlace, AttributeTypes, Choice, Chosen, Retained, Treatment,
};

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
    /// A level or a profile.
    Policy {
        /// What was chosen of the built-in policy or of a site's table.
        chosen: Box<Chosen>,
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
            Recipe::Policy { chosen, .. } => chosen.treatment(tag, vr),
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

    /// What stays in a data set, not in its items, for more than its tag.
    pub fn retained(&self, dataset: &DataSet) -> Retained {
        match self {
            Recipe::Policy { chosen, .. } => chosen.retained(dataset),
            _ => Retained::default(),
        }
    }

    /// Whether dates move by the patient's number of days, or some of them may.
    pub fn shifts(&self) -> bool {
        match self {
            Recipe::Policy { chosen, .. } => match chosen.choice() {
                Choice::Level(_) => true,
                Choice::Profile(_) => chosen.dates_claim() == "MODIFIED",
            },
            Recipe::Script(_) => true,
            // Dates move as the script says.
            Recipe::Ctp(_) => false,
        }
    }

    /// What becomes of an element at a place.
    pub fn action(
        &self,
        types: &AttributeTypes,
        place: AttributePlace<'_>,
        element: &Element,
    ) -> Action {
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
            Recipe::Policy { chosen, site: false } => {
                let how = match chosen.choice() {
                    Choice::Level(level) => format!("level {}, PS3.15 2026c", level.name()),
                    Choice::Profile(_) => "Basic Profile, PS3.15 2026c".to_owned(),
                };
                (how, chosen.choice().method_codes())
            }
            // What a site or a script keeps or removes follows no profile that could be claimed.
            Recipe::Policy { .. } => ("a site's policy".to_owned(), Vec::new()),
            Recipe::Script(_) => ("a script".to_owned(), Vec::new()),
            Recipe::Ctp(_) => ("a CTP script".to_owned(), Vec::new()),
        };
        let scripted = |tag: &Tag| matches!(self, Recipe::Ctp(script) if script.names(*tag));
        Provenance {
            identity_removed: !NAMING.iter().any(|(tag, vr)| self.keeps_tag(*tag, *vr)),
            scripted: provenance::STATED.into_iter().filter(scripted).collect(),
            method: format!("{version}, {how}"),
            codes,
            dates: match self {
                Recipe::Policy { chosen, .. } => chosen.dates_claim(),
                Recipe::Script(script) => script.dates_claim(),
                Recipe::Ctp(script) => script.dates_claim(),
            },
        }
    }
}
