//! A policy and a choice, resolved once for a run into what is done with each attribute.

use dicom_core::{Tag, VR};

use super::types::parse_tag;
use super::{
    Action, Choice, MethodCode, Policy, ProfileOption, Retained, Retention, Rule, SafeAdditions,
    SafePrivate, Treatment, graphics,
};
use crate::dataset::{DataSet, dictionary_vr};

/// What was chosen, ready for files.
#[derive(Debug)]
pub struct Chosen {
    policy: Policy,
    choice: Choice,
    /// What each rule of the policy says, in their order.
    treatments: Vec<Treatment>,
    /// The private elements that stay; `None` where all go.
    safe_private: Option<SafePrivate>,
}

impl Chosen {
    /// Resolves every rule.
    pub fn new(policy: Policy, choice: impl Into<Choice>) -> Self {
        let choice = choice.into();
        let treatments = policy.rules().iter().map(|rule| rule.treatment(choice)).collect();
        let safe_private = choice
            .options()
            .has(ProfileOption::RetainSafePrivate)
            .then(|| SafePrivate::of(choice.safe_private()));
        Self { policy, choice, treatments, safe_private }
    }

    /// With further private elements that stay, also at a level.
    pub fn retaining(mut self, additions: &SafeAdditions) -> Self {
        if !additions.is_empty() {
            let table = self.safe_private.take().unwrap_or_default();
            self.safe_private = Some(table.and(additions));
        }
        self
    }

    /// The private elements that stay, where any do.
    pub fn safe_private(&self) -> Option<&SafePrivate> {
        self.safe_private.as_ref()
    }

    /// The codes of what it applies, for (0012,0064), in ascending order.
    pub fn method_codes(&self) -> Vec<MethodCode> {
        let mut codes = self.choice.method_codes();
        let retains = ProfileOption::RetainSafePrivate.method_code();
        if self.safe_private.is_some() && !codes.contains(&retains) {
            codes.push(retains);
            codes.sort_by_key(|code| code.value);
        }
        codes
    }

    /// What was chosen.
    pub fn choice(&self) -> Choice {
        self.choice
    }

    /// The rule for an element.
    pub fn rule(&self, tag: Tag, vr: VR) -> &Rule {
        self.policy.rule(tag, vr)
    }

    /// What is done with an element by its tag and value representation.
    pub fn treatment(&self, tag: Tag, vr: VR) -> Treatment {
        let at = self.policy.position(tag, vr);
        let treatment = at.and_then(|at| self.treatments.get(at)).copied();
        match (treatment, self.choice) {
            // What no dictionary can read may be anything: no option can say that it stays.
            (Some(_), Choice::Profile(_)) if vr == VR::UN && dictionary_vr(tag).is_none() => {
                self.policy.rule(tag, vr).by_profile()
            }
            (treatment, _) => treatment.unwrap_or(Treatment::Fixed(Action::Keep)),
        }
    }

    /// Whether an attribute stays on purpose, whomever it names.
    pub fn retains(&self, tag: Tag, vr: VR) -> bool {
        self.policy.rule(tag, vr).retains(self.choice)
    }

    /// Whether the codes in a sequence stay whatever their coding scheme: where an option retains the
    /// sequence because it names an institution or a device, and where a site's table keeps it.
    pub fn keeps_codes(&self, tag: Tag) -> bool {
        use ProfileOption::{RetainDeviceIdentity, RetainInstitutionIdentity};
        let rule = self.policy.rule(tag, VR::SQ);
        let retained = rule.keeps.and(self.choice.options());
        let by_site = rule.content.is_none()
            && rule.basic.is_empty()
            && self.treatment(tag, VR::SQ) == Treatment::Fixed(Action::Keep);
        by_site
            || rule.by_user && rule.retains(self.choice)
            || retained.has(RetainDeviceIdentity)
            || retained.has(RetainInstitutionIdentity)
    }

    /// Whether a sequence is a tree that stays as a tree when it becomes a dummy: each of its items is
    /// treated by what it holds.
    pub fn is_tree(&self, tag: Tag) -> bool {
        use ProfileOption::{CleanGraphics, CleanStructuredContent};
        let cleans = self.policy.rule(tag, VR::SQ).cleans;
        cleans.has(CleanStructuredContent) || cleans.has(CleanGraphics)
    }

    /// What stays in a data set, not in its items, for more than its tag: safe private elements with
    /// their creators, curves and overlays.
    pub fn retained(&self, dataset: &DataSet) -> Retained {
        let mut retained = Vec::new();
        let mut found = Vec::new();
        if let Some(table) = &self.safe_private {
            table.find(dataset, &mut found);
            let at_level = matches!(self.choice, Choice::Level(..));
            let private = |vr| match (vr, self.class(vr)) {
                (VR::UI, class)
                    if at_level || matches!(class, Treatment::ByType { u: true, .. }) =>
                {
                    Retention { vr, action: Action::Uid }
                }
                _ => Retention { vr, action: Action::Keep },
            };
            retained.extend(found.drain(..).map(|(tag, vr)| (tag, private(vr))));
        }
        if self.choice.options().has(ProfileOption::CleanGraphics) {
            graphics::find(dataset, &mut found);
            let clean = |(tag, vr)| (tag, Retention { vr, action: Action::Clean });
            retained.extend(found.into_iter().map(clean));
        }
        Retained::new(retained)
    }

    /// What is done with attributes of a value representation that no rule names.
    fn class(&self, vr: VR) -> Treatment {
        let at = self.policy.class_of(vr).and_then(|at| self.treatments.get(*at));
        at.copied().unwrap_or(Treatment::Fixed(Action::Keep))
    }

    /// What can be said of dates, in the terms of (0028,0303).
    pub fn dates_claim(&self) -> &'static str {
        let asked = self.choice.asked();
        match self.choice {
            _ if asked.has(ProfileOption::RetainLongFullDates) => return "UNMODIFIED",
            _ if asked.has(ProfileOption::RetainLongModifiedDates) => return "MODIFIED",
            Choice::Profile(_) => return "REMOVED",
            Choice::Level(..) => {}
        }
        let is_date = |rule: &&Rule| {
            parse_tag(&rule.tag).is_some_and(|t| matches!(dictionary_vr(t), Some(VR::DA | VR::DT)))
        };
        let dates = self.policy.rules().iter().filter(is_date);
        dates_claim(dates.map(|rule| match rule.treatment(self.choice) {
            Treatment::Fixed(action) => action,
            Treatment::ByType { .. } => Action::Remove,
        }))
    }
}

/// The term of (0028,0303) for what is done with dates: one that stays makes them unmodified as a
/// whole.
pub fn dates_claim(actions: impl Iterator<Item = Action>) -> &'static str {
    actions.fold("REMOVED", |claim, action| match (claim, action) {
        ("UNMODIFIED", _) | (_, Action::Keep) => "UNMODIFIED",
        (_, Action::Shift) => "MODIFIED",
        (claim, _) => claim,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deid::policy::{Level, Profile};

    fn with(options: &[ProfileOption]) -> Chosen {
        let options = options.iter().copied().collect();
        let profile = Profile { options, ..Profile::default() };
        Chosen::new(Policy::built_in(), Choice::Profile(profile))
    }

    #[test]
    fn what_nobody_can_read_does_not_stay() {
        // As a reader meets an attribute that is newer than its dictionary, in an implicit encoding.
        let unknown = Tag(0x0010, 0x21EE);
        let rule = Policy::built_in().rule(Tag(0x0010, 0x2160), VR::SH).clone();
        let policy = Policy::from_rules([Rule { tag: "001021EE".into(), ..rule }].into_iter());
        let options = [ProfileOption::RetainPatientCharacteristics].into_iter().collect();
        let chosen =
            Chosen::new(policy, Choice::Profile(Profile { options, ..Profile::default() }));
        assert_eq!(chosen.treatment(unknown, VR::SH), Treatment::Fixed(Action::Keep));
        assert_eq!(chosen.treatment(unknown, VR::UN), Treatment::REMOVE);
    }

    #[test]
    fn the_options_of_one_attribute_are_settled() {
        use ProfileOption::*;
        let of = |tag, vr, options: &[ProfileOption]| with(options).treatment(tag, vr);
        let (allergies, device) = (Tag(0x0010, 0x2110), Tag(0x0018, 0x1002));
        let calibration = Tag(0x0018, 0x1200);
        let fixed = Treatment::Fixed;
        for options in
            [[RetainPatientCharacteristics, CleanDescriptors].as_slice(), &[CleanDescriptors]]
        {
            assert_eq!(of(allergies, VR::LO, options), fixed(Action::Clean));
        }
        assert_eq!(of(device, VR::UI, &[RetainDeviceIdentity]), fixed(Action::Keep));
        let both = [RetainDeviceIdentity, RetainLongModifiedDates];
        assert_eq!(of(calibration, VR::DA, &both), fixed(Action::Shift));
        assert_eq!(of(Tag(0x0016, 0x002B), VR::OB, &[CleanDescriptors]), Treatment::REMOVE);
        assert_eq!(of(Tag(0x0009, 0x1001), VR::LO, &[RetainSafePrivate]), Treatment::REMOVE);
    }

    #[test]
    fn claims_about_dates_follow_the_choice() {
        let claim = |level: Level| Chosen::new(Policy::built_in(), level).dates_claim();
        assert_eq!(claim(Level::Low), "MODIFIED");
        assert_eq!(claim(Level::High), "REMOVED");
        assert_eq!(
            dates_claim([Action::Shift, Action::Keep, Action::Shift].into_iter()),
            "UNMODIFIED"
        );
    }
}
