//! The rules of the policy, by tag.

use std::collections::HashMap;

use dicom_core::{Tag, VR};

use super::option::ProfileOption;
use super::rule::{parse_reference, parse_risk};
use super::types::parse_tag;
use super::{Action, ByLevel, Options, Risk, Rule, Treatment};
use crate::dataset::dictionary_vr;

const TABLE: &str = include_str!("../../../data/policy.csv");

/// All rules of a policy.
#[derive(Debug, Clone)]
pub struct Policy {
    /// In the order of the table.
    rules: Vec<Rule>,
    /// Positions of the rules for one attribute each.
    by_tag: HashMap<Tag, usize>,
    /// Positions of the rules for classes of attributes, by their names in the table.
    classes: HashMap<String, usize>,
    /// For what no rule names.
    keep: Rule,
}

impl Default for Policy {
    fn default() -> Self {
        Self::built_in()
    }
}

impl Policy {
    /// The policy that is part of this program.
    pub fn built_in() -> Self {
        let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
        let columns = reader.headers().cloned().unwrap_or_default();
        let rows = reader.records().filter_map(Result::ok);
        Self::from_rules(rows.filter_map(|row| {
            rule(&|name| {
                let at = columns.iter().position(|c| c == name)?;
                row.get(at)
            })
        }))
    }

    pub(super) fn from_rules(rules: impl Iterator<Item = Rule>) -> Self {
        let rules: Vec<Rule> = rules.collect();
        let mut by_tag = HashMap::new();
        let mut classes = HashMap::new();
        for (at, rule) in rules.iter().enumerate() {
            match parse_tag(&rule.tag) {
                Some(tag) => by_tag.insert(tag, at),
                None => classes.insert(rule.tag.clone(), at),
            };
        }
        Self { rules, by_tag, classes, keep: keep() }
    }

    /// Every rule, in the order of the table.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule for an element: its own, or that of the class it belongs to. What no rule names
    /// stays, as in the Basic Profile, but for what the dictionary does not know.
    pub fn rule(&self, tag: Tag, vr: VR) -> &Rule {
        self.position(tag, vr).and_then(|at| self.rules.get(at)).unwrap_or(&self.keep)
    }

    /// Which of the rules it is; none where no rule names the element.
    pub(super) fn position(&self, tag: Tag, vr: VR) -> Option<usize> {
        self.by_tag.get(&tag).or_else(|| self.class(tag, vr)).copied()
    }

    fn class(&self, tag: Tag, vr: VR) -> Option<&usize> {
        let name = match tag {
            Tag(group, 0x0010..=0x00FF) if group % 2 == 1 => "private-creator",
            Tag(group, _) if group % 2 == 1 => "private",
            Tag(_, 0) => "group-length",
            Tag(group, _) if group & 0xFF00 == 0x5000 => "50xxxxxx",
            Tag(group, _) if group & 0xFF00 == 0x6000 => "60xxxxxx",
            tag if dictionary_vr(tag).is_none() => "unknown",
            _ => return self.class_of(vr),
        };
        self.classes.get(name)
    }

    /// The rule for what no other rule names, by its value representation.
    pub(super) fn class_of(&self, vr: VR) -> Option<&usize> {
        self.classes.get(match vr {
            VR::PN => "vr:PN",
            VR::DA => "vr:DA",
            VR::DT => "vr:DT",
            VR::TM => "vr:TM",
            VR::UI => "vr:UI",
            VR::UR => "vr:UR",
            _ => return None,
        })
    }
}

fn keep() -> Rule {
    Rule {
        tag: String::new(),
        keyword: String::new(),
        vr: String::new(),
        name: String::new(),
        risk: Risk::None,
        levels: ByLevel::default(),
        reference: None,
        basic: String::new(),
        listed: Treatment::Fixed(Action::Keep),
        profile: None,
        keeps: Options::default(),
        cleans: Options::default(),
    }
}

/// One row of the table.
fn rule<'a>(cell: &dyn Fn(&str) -> Option<&'a str>) -> Option<Rule> {
    let vr = cell("vr")?;
    let basic = cell("basic")?;
    let level = |name| match cell(name)? {
        "" => Some(None),
        word => Treatment::from_word(word, vr).map(Some),
    };
    let own = match cell("profile")? {
        "" => None,
        own => Some(Treatment::from_code(own).or_else(|| Treatment::from_word(own, vr))?),
    };
    let options = |letter| {
        let marked = |option: &ProfileOption| option.column().and_then(cell) == Some(letter);
        ProfileOption::ALL.into_iter().filter(marked).collect()
    };
    Some(Rule {
        tag: cell("tag")?.to_owned(),
        keyword: cell("keyword")?.to_owned(),
        vr: vr.to_owned(),
        name: cell("name")?.to_owned(),
        risk: parse_risk(cell("risk")?),
        levels: ByLevel { low: level("low")?, high: level("high")? },
        reference: parse_reference(cell("reference_low")?)
            .zip(parse_reference(cell("reference_high")?))
            .map(|(low, high)| ByLevel { low, high }),
        basic: basic.to_owned(),
        listed: match basic {
            "" => Treatment::Fixed(Action::Keep),
            code => Treatment::from_code(code)?,
        },
        profile: own,
        keeps: options("K"),
        cleans: options("C"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deid::policy::{AttributeType, Level};

    #[test]
    fn every_row_of_the_table_is_understood() {
        let policy = Policy::built_in();
        assert_eq!(policy.rules().len(), TABLE.lines().count() - 1);
        assert_eq!(policy.rules().iter().filter(|r| r.reference.is_some()).count(), 64);
    }

    #[test]
    fn levels_follow_fields_profile_and_classes() {
        let policy = Policy::built_in();
        let act = |group, element, vr, level| {
            policy.rule(Tag(group, element), vr).treatment(level).resolve(AttributeType::Three, vr)
        };
        assert_eq!(act(0x0010, 0x0020, VR::LO, Level::Low), Action::Hash);
        assert_eq!(act(0x0008, 0x0020, VR::DA, Level::Low), Action::Shift);
        assert_eq!(act(0x0008, 0x0020, VR::DA, Level::High), Action::Remove);
        assert_eq!(act(0x0008, 0x0031, VR::TM, Level::Low), Action::Keep);
        assert_eq!(act(0x0010, 0x1010, VR::AS, Level::High), Action::Round(5));
        assert_eq!(act(0x0010, 0x2160, VR::SH, Level::Low), Action::Keep);
        assert_eq!(act(0x0008, 0x1030, VR::LO, Level::Low), Action::Remove);
        assert_eq!(act(0x0009, 0x1001, VR::LO, Level::Low), Action::Remove);
        assert_eq!(act(0x6002, 0x3000, VR::OW, Level::Low), Action::Remove);
        assert_eq!(act(0x0028, 0x0010, VR::US, Level::High), Action::Keep);
        assert_eq!(act(0x0020, 0x000D, VR::UI, Level::High), Action::Uid);
    }
}
