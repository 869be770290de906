//! The rules of the policy, by tag.

use std::collections::HashMap;

use dicom_core::{Tag, VR};

use super::types::parse_tag;
use super::{Action, Level, Treatment};
use crate::dataset::dictionary_vr;

const TABLE: &str = include_str!("../../data/policy.csv");

/// How strongly an attribute identifies a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// No risk: structural.
    None,
    /// Identifies together with other data.
    Quasi,
    /// Identifies.
    Identifying,
    /// Must never remain.
    Absolute,
}

/// What the earlier verification tool accepts in one of its 64 fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference {
    /// Empty, or a placeholder.
    Empty,
    /// The same, or something that looks like a hash.
    EmptyOrHash,
    /// Anything.
    Keep,
    /// A range of five units.
    FiveUnits,
}

/// One row of the policy.
#[derive(Debug, Clone)]
pub struct Rule {
    /// As in the table: eight hexadecimal digits, or a class of attributes (`private`, `vr:PN`).
    pub tag: String,
    /// The standard's keyword; empty for classes.
    pub keyword: String,
    /// The standard's name.
    pub name: String,
    /// How strongly it identifies.
    pub risk: Risk,
    /// Level low.
    pub low: Treatment,
    /// Level high.
    pub high: Treatment,
    /// What (low, high) would be without a row of the 64 fields: the profile with its options.
    pub profile: (Treatment, Treatment),
    /// What the earlier tool accepts at (low, high), for its 64 fields.
    pub reference: Option<(Reference, Reference)>,
    /// The action of the Basic Profile, PS3.15 table E.1-1, as printed there.
    pub basic: String,
}

impl Rule {
    /// What the level says.
    pub fn treatment(&self, level: Level) -> Treatment {
        match level {
            Level::Low => self.low,
            Level::High => self.high,
        }
    }
}

/// All rules.
#[derive(Debug, Clone)]
pub struct Policy {
    rules: Vec<Rule>,
    by_tag: HashMap<Tag, usize>,
    classes: HashMap<String, usize>,
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
        let own = self.by_tag.get(&tag).or_else(|| self.class(tag, vr));
        own.and_then(|at| self.rules.get(*at)).unwrap_or(&self.keep)
    }

    /// What can be said of dates at this level, in the terms of (0028,0303).
    pub fn dates_claim(&self, level: Level) -> &'static str {
        let is_date = |rule: &&Rule| {
            parse_tag(&rule.tag).is_some_and(|t| matches!(dictionary_vr(t), Some(VR::DA | VR::DT)))
        };
        dates_claim(self.rules.iter().filter(is_date).map(|rule| match rule.treatment(level) {
            Treatment::Fixed(action) => action,
            Treatment::ByType { .. } => Action::Remove,
        }))
    }

    fn class(&self, tag: Tag, vr: VR) -> Option<&usize> {
        let name = match tag {
            Tag(group, 0x0010..=0x00FF) if group % 2 == 1 => "private-creator",
            Tag(group, _) if group % 2 == 1 => "private",
            Tag(_, 0) => "group-length",
            Tag(group, _) if group & 0xFF00 == 0x5000 => "50xxxxxx",
            Tag(group, _) if group & 0xFF00 == 0x6000 => "60xxxxxx",
            tag if dictionary_vr(tag).is_none() => "unknown",
            _ => match vr {
                VR::PN => "vr:PN",
                VR::DA => "vr:DA",
                VR::DT => "vr:DT",
                VR::TM => "vr:TM",
                VR::UI => "vr:UI",
                VR::UR => "vr:UR",
                _ => return None,
            },
        };
        self.classes.get(name)
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

fn keep() -> Rule {
    Rule {
        tag: String::new(),
        keyword: String::new(),
        name: String::new(),
        risk: Risk::None,
        low: Treatment::Fixed(Action::Keep),
        high: Treatment::Fixed(Action::Keep),
        profile: (Treatment::Fixed(Action::Keep), Treatment::Fixed(Action::Keep)),
        reference: None,
        basic: String::new(),
    }
}

/// One row of the table. The levels are the Basic Profile, low with the options Retain Patient
/// Characteristics and Retain Longitudinal Temporal Information With Modified Dates, where the
/// columns `low` and `high` do not say otherwise.
fn rule<'a>(cell: &dyn Fn(&str) -> Option<&'a str>) -> Option<Rule> {
    let vr = cell("vr")?;
    let basic = cell("basic")?;
    let by_profile = if basic.is_empty() {
        Treatment::Fixed(Action::Keep)
    } else {
        Treatment::from_code(basic)?
    };
    let with_options = match (cell("patient")?, cell("modified_dates")?) {
        ("K", _) => Treatment::Fixed(Action::Keep),
        (_, "C") => match vr {
            "DA" | "DT" => Treatment::Fixed(Action::Shift),
            "TM" => Treatment::Fixed(Action::Keep),
            _ => by_profile,
        },
        _ => by_profile,
    };
    let level = |name, otherwise| match cell(name)? {
        "" => Some(otherwise),
        word => Treatment::from_word(word, vr),
    };
    Some(Rule {
        tag: cell("tag")?.to_owned(),
        keyword: cell("keyword")?.to_owned(),
        name: cell("name")?.to_owned(),
        risk: parse_risk(cell("risk")?),
        low: level("low", with_options)?,
        high: level("high", by_profile)?,
        profile: (with_options, by_profile),
        reference: parse_reference(cell("reference_low")?)
            .zip(parse_reference(cell("reference_high")?)),
        basic: basic.to_owned(),
    })
}

pub(super) fn parse_risk(word: &str) -> Risk {
    match word {
        "absolute" => Risk::Absolute,
        "quasi" => Risk::Quasi,
        "none" => Risk::None,
        _ => Risk::Identifying,
    }
}

pub(super) fn parse_reference(word: &str) -> Option<Reference> {
    match word {
        "empty" => Some(Reference::Empty),
        "empty-or-hash" => Some(Reference::EmptyOrHash),
        "keep-allowed" => Some(Reference::Keep),
        "five-unit-range" => Some(Reference::FiveUnits),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Type;

    #[test]
    fn every_row_of_the_table_is_understood() {
        let policy = Policy::built_in();
        assert_eq!(policy.rules().len(), TABLE.lines().count() - 1);
        assert_eq!(policy.rules().iter().filter(|r| r.reference.is_some()).count(), 64);
    }

    #[test]
    fn claims_about_dates_follow_the_table() {
        let policy = Policy::built_in();
        assert_eq!(policy.dates_claim(Level::Low), "MODIFIED");
        assert_eq!(policy.dates_claim(Level::High), "REMOVED");
        assert_eq!(
            dates_claim([Action::Shift, Action::Keep, Action::Shift].into_iter()),
            "UNMODIFIED"
        );
    }

    #[test]
    fn levels_follow_fields_profile_and_classes() {
        let policy = Policy::built_in();
        let act = |group, element, vr, level| {
            policy.rule(Tag(group, element), vr).treatment(level).resolve(Type::Three, vr == VR::SQ)
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
