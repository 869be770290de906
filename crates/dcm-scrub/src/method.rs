//! The method of de-identification, as (0012,0063) names it: what decides about each element, a
//! level or a profile of a policy, or a script.

use dicom_common::dataset::{DataSet, Element, Tag, VR};
use dicom_common::deid::policy::{
    self, About, Action, AttributePlace, AttributeType, AttributeTypes, Choice, Chosen, Retained,
    Treatment,
};
use dicom_dictionary_std::tags;

use crate::ctp;
use crate::provenance::{self, Provenance};
use crate::script::Script;
use crate::subject::DateShift;

/// What names the patient: kept on purpose, the identity is not removed (PS3.3 C.7.1.1).
const NAMING: [(Tag, VR); 3] =
    [(tags::PATIENT_NAME, VR::PN), (tags::PATIENT_ID, VR::LO), (tags::PATIENT_BIRTH_DATE, VR::DA)];

/// Says what is done with each attribute.
#[derive(Debug)]
pub enum Method {
    /// A level or a profile.
    Policy {
        /// The policy's rules, with the level or the options that were chosen.
        chosen: Box<Chosen>,
        /// Where the policy comes from.
        source: PolicySource,
    },
    /// A script of the RSNA anonymizer, its known defects mended.
    RsnaScript(Script),
    /// A script of CTP: what it names is done to the letter.
    CtpScript(Box<ctp::Script>),
}

/// How the elements of a data set, or of the items of a sequence, are treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stance {
    /// As the policy says; codes of one's own become dummies.
    Policy,
    /// The same, but for codes: they name an institution or a device that is retained on purpose.
    Named,
    /// As a dummy (PS3.15 E.3.1 action D of a sequence): no text and no code stays.
    Dummy,
    /// As a script says, to the letter.
    Script,
}

/// Where a policy comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicySource {
    /// The tables of PS3.15 that are part of this program.
    BuiltIn,
    /// The same, with attributes that stay because the user has named them.
    Amended,
    /// A site's own table, `--policy`.
    Site,
}

impl Method {
    fn treatment(&self, tag: Tag, vr: VR) -> Treatment {
        match self {
            Method::Policy { chosen, .. } => chosen.treatment(tag, vr),
            Method::RsnaScript(script) => script.treatment(tag, vr),
            // Only what the script does not name, and leaves, comes here.
            Method::CtpScript(_) => Treatment::Fixed(Action::Keep),
        }
    }

    fn keeps_tag(&self, tag: Tag, vr: VR) -> bool {
        match self {
            Method::CtpScript(script) => script.keeps(tag),
            _ => self.treatment(tag, vr) == Treatment::Fixed(Action::Keep),
        }
    }

    /// What stays in a data set, not in its items, for more than its tag.
    pub fn retained(&self, dataset: &DataSet) -> Retained {
        match self {
            Method::Policy { chosen, .. } => chosen.retained(dataset),
            _ => Retained::default(),
        }
    }

    /// What becomes of the value of a content item that is about this, as of the attribute that says the
    /// same; none where content items are no matter of the method.
    pub fn of_content(&self, about: About) -> Option<Action> {
        let Method::Policy { chosen, .. } = self else { return None };
        Some(match about.attribute() {
            None => Action::Dummy,
            Some((tag, vr)) => chosen.treatment(tag, vr).resolve(AttributeType::Three, vr),
        })
    }

    /// How the items of a sequence are treated that stands in such surroundings, and for which this is the
    /// action.
    pub fn stance(&self, tag: Tag, action: Action, outer: Stance) -> Stance {
        match (self, outer) {
            (_, Stance::Dummy) => Stance::Dummy,
            (Method::Policy { chosen, .. }, _) if action == Action::Dummy => {
                if chosen.is_tree(tag) { outer } else { Stance::Dummy }
            }
            (_, _) if action == Action::Dummy => Stance::Dummy,
            (Method::Policy { chosen, .. }, _) if chosen.keeps_codes(tag) => Stance::Named,
            (_, outer) => outer,
        }
    }

    /// How the elements at the root of an object are treated.
    pub fn root_stance(&self) -> Stance {
        match self {
            Method::Policy { .. } => Stance::Policy,
            _ => Stance::Script,
        }
    }

    /// Whether an element is a CSA header of which only some fields may stay, by the creator of its
    /// block.
    pub fn reduces(&self, tag: Tag, creator: Option<&str>) -> bool {
        let Method::Policy { chosen, .. } = self else { return false };
        chosen.safe_private().is_some_and(|table| table.is_csa(tag, creator))
    }

    /// Whether dates move by the patient's number of days.
    pub fn date_shift(&self) -> DateShift {
        let by_patient = match self {
            Method::Policy { chosen, .. } => match chosen.choice() {
                Choice::Level(..) => true,
                Choice::Profile(_) => chosen.dates_claim() == "MODIFIED",
            },
            Method::RsnaScript(_) => true,
            // Dates move as the script says.
            Method::CtpScript(_) => false,
        };
        if by_patient { DateShift::ByPatient } else { DateShift::Never }
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

    /// Whether an attribute stays as text without what identifies in it.
    pub fn cleans(&self, element: &Element) -> bool {
        let vr = element.meant_vr();
        let treatment = || self.treatment(element.tag, vr);
        !matches!(self, Method::CtpScript(_)) && treatment() == Treatment::Fixed(Action::Clean)
    }

    /// What the output may claim.
    pub fn provenance(&self) -> Provenance {
        let version = concat!("dcm-scrub ", env!("CARGO_PKG_VERSION"));
        let of_choice = |choice| match choice {
            Choice::Level(level, _) => format!("level {}, PS3.15 2026d", level.name()),
            Choice::Profile(_) => "Basic Profile, PS3.15 2026d".to_owned(),
        };
        let (how, codes) = match self {
            Method::Policy { chosen, source: PolicySource::BuiltIn } => {
                (of_choice(chosen.choice()), chosen.method_codes())
            }
            // What a site or a script keeps or removes follows no profile that could be claimed.
            // What stays besides, the profile removes: it cannot be claimed.
            Method::Policy { chosen, source: PolicySource::Amended } => {
                (of_choice(chosen.choice()) + ", attributes kept", Vec::new())
            }
            Method::Policy { source: PolicySource::Site, .. } => {
                ("a site's policy".to_owned(), Vec::new())
            }
            Method::RsnaScript(_) => ("a script".to_owned(), Vec::new()),
            Method::CtpScript(_) => ("a CTP script".to_owned(), Vec::new()),
        };
        let scripted = |tag: &Tag| matches!(self, Method::CtpScript(script) if script.names(*tag));
        Provenance {
            identity_removed: !NAMING.iter().any(|(tag, vr)| self.keeps_tag(*tag, *vr)),
            scripted: provenance::STATED.into_iter().filter(scripted).collect(),
            method: format!("{version}, {how}"),
            codes,
            dates: match self {
                Method::Policy { chosen, .. } => chosen.dates_claim(),
                Method::RsnaScript(script) => script.dates_claim(),
                Method::CtpScript(script) => script.dates_claim(),
            },
        }
    }
}
