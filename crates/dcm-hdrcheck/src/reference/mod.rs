//! The criteria of the earlier verification tool, its defects included: 64 attributes of the root
//! data set, placeholders and hashes by their looks, 15 % tolerance.

mod accept;
mod value;

use std::borrow::Cow;

use dicom_common::code::{Code, Fault, Outcome, RunError};
use dicom_common::deid::policy::{Level, Policy, Reference as Accepts, Risk, Rule};

use crate::reader::{Contents, DataSet, Element, Tag, Text, VR, dictionary_vr};
use crate::reason::Reason;
use crate::verdict::{Field, Values, Verdict};

/// Share of refused attributes, in percent, from which a file fails.
const TOLERANCE: f64 = 15.0;
/// Longest SH value (PS3.5 table 6.2-1); the earlier tool cut them to it.
const LONGEST_SH: usize = 16;

/// The attributes, in the order of their keywords.
#[derive(Debug)]
pub struct Reference {
    level: Level,
    attributes: Vec<Attribute>,
}

#[derive(Debug)]
struct Attribute {
    /// The standard's keyword.
    keyword: String,
    /// None for keywords that no dictionary has: they always read as empty.
    tag: Option<Tag>,
    /// What the earlier tool accepts as its value.
    accepts: Accepts,
    /// Whether the policy says that its original value must never remain.
    absolute: bool,
}

impl Reference {
    /// The attributes that a policy names for these criteria.
    ///
    /// # Errors
    /// A policy that names none: everything would pass.
    pub fn new(level: Level, policy: &Policy) -> Result<Self, RunError> {
        let attribute = |rule: &Rule| {
            let reference = rule.reference?;
            let number = u32::from_str_radix(&rule.tag, 16).ok();
            Some(Attribute {
                keyword: rule.keyword.clone(),
                tag: number.map(|n| Tag((n >> 16) as u16, (n & 0xFFFF) as u16)),
                accepts: reference.at(level),
                absolute: rule.risk == Risk::Absolute,
            })
        };
        let mut attributes: Vec<_> = policy.rules().iter().filter_map(attribute).collect();
        attributes.sort_by(|a, b| a.keyword.cmp(&b.keyword));
        if attributes.is_empty() {
            let text =
                "--criteria reference needs the columns verifier_low and verifier_high in --policy";
            return Err(RunError::usage(text));
        }
        Ok(Self { level, attributes })
    }

    /// Judges a file. What is no DICOM file reads as a data set without elements, as it did.
    ///
    /// # Errors
    /// Files that could not be opened.
    pub fn check(&self, contents: Outcome<Contents>, values: Values) -> Outcome<Verdict> {
        let dataset = match contents {
            Ok(contents) => contents.dataset,
            Err(Fault(code @ (Code::Unreadable | Code::Changed | Code::Upstream))) => {
                return Err(Fault(code));
            }
            Err(_) => DataSet::default(),
        };
        let no_text = Text::default();
        let text = Text::of(&dataset, &no_text);
        let mut verdict = Verdict { tolerance: Some(TOLERANCE), ..Verdict::default() };
        for attribute in &self.attributes {
            let element = attribute.tag.and_then(|tag| dataset.get(tag));
            let field = self.field(attribute, element, &text, values);
            verdict.count(field.reason, field.absolute);
            verdict.fields.push(field);
        }
        Ok(verdict)
    }

    fn field(
        &self,
        attribute: &Attribute,
        element: Option<&Element>,
        text: &Text,
        values: Values,
    ) -> Field {
        let Attribute { keyword, tag, accepts, absolute } = attribute;
        let vr = element.map(Element::meant_vr).or_else(|| dictionary_vr((*tag)?));
        let mut value = element.map(|e| value::display(e, text)).unwrap_or_default();
        if vr == Some(VR::SH) {
            value = value.chars().take(LONGEST_SH).collect();
        }
        let reason = accept::judge(*accepts, keyword, &value);
        Field {
            path: tag
                .map(|Tag(group, element)| format!("{group:04X}{element:04X}"))
                .unwrap_or_default(),
            keyword: Cow::Owned(keyword.clone()),
            vr,
            absolute: *absolute,
            reason: Reason::Reference(self.level, reason),
            value: (values == Values::Shown).then_some(value),
            allowed: None,
        }
    }
}
