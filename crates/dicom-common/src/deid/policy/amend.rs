//! Attributes that a user names: they stay, or go, whatever the policy says of them.

use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;

use super::{Action, ByLevel, Options, Policy, Rule, Treatment};
use crate::dataset::{dictionary_vr, keyword, tag_of_keyword};

/// What a user asks for besides a level or a profile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Amendments {
    /// Attributes that stay as they are.
    pub keep: Vec<Tag>,
    /// Attributes that are removed in the way that keeps the object valid.
    pub remove: Vec<Tag>,
}

/// Why an attribute cannot be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmendError {
    /// No attribute of PS3.6.
    #[error(
        "no keyword and no tag of an attribute of DICOM (PS3.6): PatientAge, (0010,1010) or 00101010"
    )]
    Unknown,
    /// A private attribute.
    #[error("a private attribute stays with --safe-private FILE.csv, which names its creator")]
    Private,
    /// A UID.
    #[error("UIDs stay together or not at all: --option retain-uids")]
    Uid,
    /// One without which the object cannot be read or is none.
    #[error("without this attribute nobody could read the object, or say what it is")]
    Needed,
    /// The same attribute twice.
    #[error("the same attribute is to stay and to go")]
    Contradiction,
}

impl Amendments {
    /// The tag of an attribute that is to stay, by its keyword or its tag (`(0010,1010)`, `00101010`).
    ///
    /// # Errors
    /// When it is none that can stay by itself.
    pub fn kept(name: &str) -> Result<Tag, AmendError> {
        let tag = attribute(name)?;
        match dictionary_vr(tag) {
            _ if is_needed(tag) => Err(AmendError::Needed),
            Some(VR::UI) => Err(AmendError::Uid),
            _ => Ok(tag),
        }
    }

    /// The same of one that is to go.
    ///
    /// # Errors
    /// When it is none that can go.
    pub fn removed(name: &str) -> Result<Tag, AmendError> {
        let tag = attribute(name)?;
        if is_needed(tag) { Err(AmendError::Needed) } else { Ok(tag) }
    }

    /// Text of the settings that results depend on; empty where nothing is named.
    pub fn settings(&self) -> String {
        let named = |word: &str, tags: &[Tag]| -> String {
            tags.iter().map(|tag| format!(" {word} {:04X}{:04X}", tag.0, tag.1)).collect()
        };
        named("keep", &self.keep) + &named("remove", &self.remove)
    }

    /// The policy with what the user asks for.
    ///
    /// # Errors
    /// An attribute that is to stay and to go.
    pub fn amend(&self, policy: Policy) -> Result<Policy, AmendError> {
        if self.keep.iter().any(|tag| self.remove.contains(tag)) {
            return Err(AmendError::Contradiction);
        }
        if *self == Self::default() {
            return Ok(policy);
        }
        let kept = self.keep.iter().map(|tag| (*tag, Treatment::Fixed(Action::Keep)));
        let removed = self.remove.iter().map(|tag| (*tag, Treatment::REMOVE));
        let own: Vec<Rule> =
            kept.chain(removed).map(|(tag, how)| asked(&policy, tag, how)).collect();
        Ok(Policy::from_rules(policy.rules().iter().cloned().chain(own)))
    }
}

/// The rule for an attribute that the user has named.
fn asked(policy: &Policy, tag: Tag, how: Treatment) -> Rule {
    let vr = dictionary_vr(tag).unwrap_or(VR::UN);
    Rule {
        tag: format!("{:04X}{:04X}", tag.0, tag.1),
        keyword: keyword(tag).unwrap_or_default().to_owned(),
        vr: vr.to_string().into(),
        content: None,
        levels: ByLevel { low: Some(how), high: Some(how) },
        listed: how,
        profile: Some(how),
        keeps: Options::default(),
        cleans: Options::default(),
        by_user: true,
        ..policy.rule(tag, vr).clone()
    }
}

/// An attribute by its keyword or its tag.
fn attribute(name: &str) -> Result<Tag, AmendError> {
    let digits: String = name.chars().filter(|c| !"(), ".contains(*c)).collect();
    let tag = super::types::parse_tag(&digits).or_else(|| tag_of_keyword(name));
    match tag.ok_or(AmendError::Unknown)? {
        tag if tag.0 % 2 == 1 => Err(AmendError::Private),
        tag if dictionary_vr(tag).is_none() => Err(AmendError::Unknown),
        tag => Ok(tag),
    }
}

/// Whether an object is none without the attribute: what says how it is encoded, which it is, and what
/// its pixels mean.
fn is_needed(tag: Tag) -> bool {
    let pixels = tag.0 == 0x7FE0 || tag.0 == 0x0028 && tag.1 < 0x0200;
    let own = [
        tags::SPECIFIC_CHARACTER_SET,
        tags::SOP_CLASS_UID,
        tags::SOP_INSTANCE_UID,
        tags::STUDY_INSTANCE_UID,
        tags::SERIES_INSTANCE_UID,
    ];
    tag.0 < 0x0008 || pixels || own.contains(&tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deid::policy::{Choice, Chosen, Level, Profile};

    #[test]
    fn attributes_are_named_by_keyword_or_tag() {
        let age = Ok(tags::PATIENT_AGE);
        for name in ["PatientAge", "(0010,1010)", "0010,1010", "00101010"] {
            assert_eq!(Amendments::kept(name), age, "{name}");
        }
        for (name, error) in [
            ("PatientsAge", AmendError::Unknown),
            ("0010", AmendError::Unknown),
            ("(0009,1001)", AmendError::Private),
            ("StudyInstanceUID", AmendError::Needed),
            ("FrameOfReferenceUID", AmendError::Uid),
            ("(0002,0010)", AmendError::Needed),
            ("PixelData", AmendError::Needed),
        ] {
            assert_eq!(Amendments::kept(name), Err(error), "{name}");
        }
        assert_eq!(Amendments::removed("Rows"), Err(AmendError::Needed));
        assert!(Amendments::removed("FrameOfReferenceUID").is_ok());
    }

    #[test]
    fn what_is_named_stays_or_goes_at_every_choice() {
        let amendments =
            Amendments { keep: vec![tags::PATIENT_ID], remove: vec![tags::PATIENT_SEX] };
        for choice in [Level::Low.into(), Level::High.into(), Choice::Profile(Profile::default())] {
            let policy = amendments.amend(Policy::built_in()).unwrap();
            let chosen = Chosen::new(policy, choice);
            let of = |tag, vr| chosen.treatment(tag, vr);
            assert_eq!(of(tags::PATIENT_ID, VR::LO), Treatment::Fixed(Action::Keep));
            assert_eq!(of(tags::PATIENT_SEX, VR::CS), Treatment::REMOVE);
            assert!(chosen.retains(tags::PATIENT_ID, VR::LO));
            assert!(!chosen.retains(tags::PATIENT_SEX, VR::CS));
        }
        let both = Amendments { keep: vec![tags::PATIENT_ID], remove: vec![tags::PATIENT_ID] };
        assert_eq!(both.amend(Policy::built_in()).unwrap_err(), AmendError::Contradiction);
        assert_eq!(amendments.settings(), " keep 00100020 remove 00100040");
    }
}
