//! What should have been done with an element, decided here from the policy's table as data: nothing
//! that dcm-scrub decides by takes part.

mod allowed;
mod dummy;
mod graphics;
mod safe_private;

use dicom_common::deid::policy::{
    Action, AttributePlace, AttributeType, AttributeTypes, Choice, Policy, ProfileOption, Risk,
    Rule, SafeAdditions, Treatment,
};
use dicom_dictionary_std::tags;

use crate::reader::{DataSet, Tag, VR, dictionary_vr};

pub use dummy::{is_dummy, is_placeholder};
use safe_private::SafeElements;

/// Without these UIDs no conformant object exists (PS3.3 C.12.1, C.7.2, C.7.3).
const REQUIRED_UIDS: [Tag; 3] =
    [tags::SOP_INSTANCE_UID, tags::STUDY_INSTANCE_UID, tags::SERIES_INSTANCE_UID];

/// Without these the rest cannot be read.
const STRUCTURAL: [Tag; 2] = [tags::SPECIFIC_CHARACTER_SET, tags::SOP_CLASS_UID];

/// The policy under a choice.
pub struct Decisions {
    policy: Policy,
    choice: Choice,
    /// The private elements that stay; none where all go.
    safe: Option<SafeElements>,
    types: AttributeTypes,
}

/// Why an element may stay, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay {
    /// The value representation that its value has, also where it was encoded as UN.
    pub vr: VR,
    /// What should have been done with it.
    pub action: Action,
}

/// What stays of a data set for more than its tag: private elements that are known to be safe,
/// curves and overlays.
#[derive(Debug, Default)]
pub struct Stays(Vec<(Tag, Stay)>);

impl Stays {
    /// How an element stays; none where its tag alone decides.
    pub fn get(&self, tag: Tag) -> Option<Stay> {
        self.0.iter().find(|(stays, _)| *stays == tag).map(|(_, stay)| *stay)
    }
}

impl Decisions {
    /// Of a policy, with further private elements that stay, also at a level.
    pub fn new(policy: Policy, choice: Choice, additions: &SafeAdditions) -> Self {
        let retains = choice.options().has(ProfileOption::RetainSafePrivate);
        let safe = retains.then(|| SafeElements::of(choice.safe_private()));
        let safe = match additions.is_empty() {
            true => safe,
            false => Some(safe.unwrap_or_default().and(additions)),
        };
        Self { policy, choice, safe, types: AttributeTypes::load() }
    }

    /// What was chosen.
    pub fn choice(&self) -> Choice {
        self.choice
    }

    /// Whether an option was chosen, or is part of the level.
    pub fn has(&self, option: ProfileOption) -> bool {
        self.choice.options().has(option)
    }

    /// The place of the root elements of an object.
    pub fn root(&self, sop_class: &str) -> AttributePlace<'_> {
        self.types.root(sop_class)
    }

    /// Whether the policy says that an original value must never remain.
    pub fn is_absolute(&self, tag: Tag, vr: VR) -> bool {
        self.rule(tag, vr).risk == Risk::Absolute
    }

    fn rule(&self, tag: Tag, vr: VR) -> &Rule {
        self.policy.rule(tag, vr)
    }

    /// What the table says of an element.
    pub fn treatment(&self, tag: Tag, vr: VR) -> Treatment {
        let rule = self.rule(tag, vr);
        match self.choice {
            // What no dictionary can read may be anything: no option can say that it stays.
            Choice::Profile(_) if vr == VR::UN && dictionary_vr(tag).is_none() => {
                rule.profile.unwrap_or(rule.listed)
            }
            choice => rule.treatment(choice),
        }
    }

    /// Whether an element stays on purpose as it is, whatever it says.
    pub fn keeps(&self, tag: Tag, vr: VR) -> bool {
        self.treatment(tag, vr) == Treatment::Fixed(Action::Keep)
    }

    /// Whether an attribute stays on purpose, whomever it names.
    pub fn retains(&self, tag: Tag, vr: VR) -> bool {
        self.rule(tag, vr).retains(self.choice)
    }

    /// Whether the user wants an attribute to stay.
    pub fn stays_by_name(&self, tag: Tag, vr: VR) -> bool {
        self.rule(tag, vr).by_user && self.retains(tag, vr)
    }

    /// Whether a sequence is a tree that an option cleans: it stays as one, and each of its items is
    /// treated by what it holds.
    pub fn is_tree(&self, tag: Tag) -> bool {
        let cleans = self.rule(tag, VR::SQ).cleans;
        cleans.has(ProfileOption::CleanStructuredContent)
            || cleans.has(ProfileOption::CleanGraphics)
    }

    /// What should have been done with an element at its place.
    pub fn action(&self, place: AttributePlace<'_>, tag: Tag, vr: VR) -> Action {
        if STRUCTURAL.contains(&tag) {
            return Action::Keep;
        }
        let action = match self.treatment(tag, vr) {
            Treatment::Fixed(action) => action,
            Treatment::ByType { u: true, .. } if vr == VR::SQ => Action::Keep,
            Treatment::ByType { u: true, .. } => Action::Uid,
            Treatment::ByType { x, z, .. } => match self.types.of(place, tag) {
                AttributeType::One => Action::Dummy,
                AttributeType::Two if x || z => Action::Empty,
                _ if x => Action::Remove,
                _ if z => Action::Empty,
                _ => Action::Dummy,
            },
        };
        let at_root = matches!(place, AttributePlace::Root(_));
        match action {
            Action::Remove | Action::Empty | Action::Dummy | Action::Hash
                if at_root && REQUIRED_UIDS.contains(&tag) =>
            {
                Action::Uid
            }
            // It can have one value only where an object requires it (PS3.3 C.8.11.7).
            Action::Dummy if tag == tags::ORGAN_EXPOSED => Action::Keep,
            action => action,
        }
    }

    /// What stays of a data set, not of its items, for more than its tag.
    pub fn stays(&self, dataset: &DataSet) -> Stays {
        let mut stays = Vec::new();
        if let Some(safe) = &self.safe {
            let mut put = |tag, vr| {
                let new_uid = vr == VR::UI && !self.has(ProfileOption::RetainUids);
                let action = if new_uid { Action::Uid } else { Action::Keep };
                stays.push((tag, Stay { vr, action }));
            };
            safe.find(dataset, &mut put);
        }
        if self.has(ProfileOption::CleanGraphics) {
            let clean = |(tag, vr)| (tag, Stay { vr, action: Action::Clean });
            stays.extend(graphics::find(dataset).map(clean));
        }
        Stays(stays)
    }
}
