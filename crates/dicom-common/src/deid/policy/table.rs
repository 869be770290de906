//! The rules of the policy, by tag.

use std::collections::HashMap;

use csv::StringRecord;
use dicom_core::{Tag, VR};

use super::option::ProfileOption;
use super::rule::{parse_reference, parse_risk};
use super::types::parse_tag;
use super::{Action, ByLevel, Content, Options, Risk, Rule, Treatment};
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
        let header = reader.headers().cloned().unwrap_or_default();
        let columns: HashMap<&str, usize> = header.iter().zip(0..).collect();
        let rows: Vec<_> = reader.records().filter_map(Result::ok).collect();
        let kinds: HashMap<&str, &StringRecord> =
            rows.iter().filter_map(|row| Some((row.get(0)?.strip_prefix(KIND)?, row))).collect();
        Self::from_rules(rows.iter().filter_map(|row| rule(&columns, row, &kinds)))
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

    /// The rules for one attribute each, in the order of their tags; of several for the same, the last.
    pub fn of_attributes(&self) -> impl Iterator<Item = &Rule> {
        let mut named: Vec<_> = self.by_tag.iter().collect();
        named.sort_unstable();
        named.into_iter().filter_map(|(_, at)| self.rules.get(*at))
    }

    /// The rule for an element: its own, or that of the class it belongs to. What no rule names is
    /// treated like attributes that the dictionary does not know.
    pub fn rule(&self, tag: Tag, vr: VR) -> &Rule {
        self.position(tag, vr).and_then(|at| self.rules.get(at)).unwrap_or(&self.keep)
    }

    /// Which of the rules it is; none where a table has no class for what it does not know.
    pub(super) fn position(&self, tag: Tag, vr: VR) -> Option<usize> {
        let own = self.by_tag.get(&tag).copied();
        // A name or a date in the place of text is treated as what it is.
        let passes = |at: &usize| {
            let content = self.rules.get(*at).and_then(|rule| rule.content);
            matches!(content, Some(Content::Technical | Content::Text))
        };
        let telling = match own {
            Some(at) if passes(&at) && is_telling(vr) && dictionary_vr(tag) != Some(vr) => {
                self.class_of(vr).copied()
            }
            _ => None,
        };
        telling.or(own).or_else(|| self.class(tag, vr).copied())
    }

    fn class(&self, tag: Tag, vr: VR) -> Option<&usize> {
        let name = match tag {
            Tag(group, 0x0010..=0x00FF) if group % 2 == 1 => "private-creator",
            Tag(group, _) if group % 2 == 1 => "private",
            Tag(_, 0) => "group-length",
            Tag(group, _) if group & 0xFF00 == 0x5000 => "50xxxxxx",
            Tag(group, _) if group & 0xFF00 == 0x6000 => "60xxxxxx",
            // Retired pixels of other images; those of the image itself are group 7FE0.
            Tag(group, _) if group & 0xFF00 == 0x7F00 && group != 0x7FE0 => "7Fxxxxxx",
            Tag(0x0020, element) if element & 0xFF00 == 0x3100 => "002031xx",
            tag => {
                let known = dictionary_vr(tag).map(|meant| [vr, meant]);
                let mut by_vr = known.into_iter().flatten().filter_map(|vr| self.class_of(vr));
                return by_vr.next().or_else(|| self.classes.get("unknown"));
            }
        };
        self.classes.get(name)
    }

    /// The rule for what no other rule names, by its value representation.
    pub(super) fn class_of(&self, vr: VR) -> Option<&usize> {
        self.classes.get(match vr {
            VR::AT => "vr:AT",
            VR::DA => "vr:DA",
            VR::DS => "vr:DS",
            VR::DT => "vr:DT",
            VR::FD => "vr:FD",
            VR::FL => "vr:FL",
            VR::IS => "vr:IS",
            VR::LO => "vr:LO",
            VR::LT => "vr:LT",
            VR::OD => "vr:OD",
            VR::OF => "vr:OF",
            VR::OL => "vr:OL",
            VR::OV => "vr:OV",
            VR::OW => "vr:OW",
            VR::PN => "vr:PN",
            VR::SH => "vr:SH",
            VR::SL => "vr:SL",
            VR::SS => "vr:SS",
            VR::ST => "vr:ST",
            VR::SV => "vr:SV",
            VR::TM => "vr:TM",
            VR::UC => "vr:UC",
            VR::UI => "vr:UI",
            VR::UL => "vr:UL",
            VR::UR => "vr:UR",
            VR::US => "vr:US",
            VR::UT => "vr:UT",
            VR::UV => "vr:UV",
            VR::AE | VR::AS | VR::CS | VR::OB | VR::SQ | VR::UN => return None,
        })
    }
}

/// Whether every value of this representation tells of somebody, whatever the attribute.
fn is_telling(vr: VR) -> bool {
    matches!(vr, VR::PN | VR::DA | VR::DT | VR::TM | VR::UI | VR::UR)
}

fn keep() -> Rule {
    Rule {
        tag: String::new(),
        keyword: String::new(),
        vr: String::new(),
        name: String::new(),
        risk: Risk::None,
        content: None,
        levels: ByLevel::default(),
        reference: None,
        basic: String::new(),
        listed: Treatment::Fixed(Action::Keep),
        profile: None,
        keeps: Options::default(),
        cleans: Options::default(),
        by_user: false,
    }
}

/// Rows that say what is done with a kind of content: this, and its name.
const KIND: &str = "content:";

/// One row of the table. What it leaves open, the row of its kind of content says.
fn rule(
    columns: &HashMap<&str, usize>,
    row: &StringRecord,
    kinds: &HashMap<&str, &StringRecord>,
) -> Option<Rule> {
    let own = |name: &str| row.get(*columns.get(name)?);
    let kind = match own("content")? {
        "" => None,
        content => Some(kinds.get(content).copied()?),
    };
    let cell = |name: &str| match own(name)? {
        "" => kind.map_or(Some(""), |kind| kind.get(*columns.get(name)?)),
        own => Some(own),
    };
    let vr = own("vr")?;
    let basic = own("basic")?;
    let level = |name| match cell(name)? {
        "" => Some(None),
        word => Treatment::from_word(word, vr).or_else(|| Treatment::from_code(word)).map(Some),
    };
    let profile = match cell("profile")? {
        "" => None,
        own => Some(Treatment::from_code(own).or_else(|| Treatment::from_word(own, vr))?),
    };
    let options = |letter| {
        let marked = |option: &ProfileOption| option.column().and_then(cell) == Some(letter);
        ProfileOption::ALL.into_iter().filter(marked).collect()
    };
    Some(Rule {
        tag: own("tag")?.to_owned(),
        keyword: own("keyword")?.to_owned(),
        vr: vr.to_owned(),
        name: own("name")?.to_owned(),
        risk: parse_risk(own("risk")?),
        content: Content::from_name(own("content")?),
        levels: ByLevel { low: level("low")?, high: level("high")? },
        reference: parse_reference(own("reference_low")?)
            .zip(parse_reference(own("reference_high")?))
            .map(|(low, high)| ByLevel { low, high }),
        basic: basic.to_owned(),
        listed: match basic {
            "" => Treatment::Fixed(Action::Keep),
            code => Treatment::from_code(code)?,
        },
        profile,
        keeps: options("K"),
        cleans: options("C"),
        by_user: false,
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

    #[test]
    fn what_has_no_rule_goes_by_its_kind_and_never_stays_unseen() {
        let policy = Policy::built_in();
        let act = |group, element, vr| {
            let rule = policy.rule(Tag(group, element), vr);
            rule.treatment(Level::High).resolve(AttributeType::Three, vr)
        };
        // Technical text stays, but for a name, a date or an address in its place.
        assert_eq!(act(0x0008, 0x1090, VR::LO), Action::Keep);
        assert_eq!(act(0x0008, 0x1090, VR::SH), Action::Keep);
        for vr in [VR::PN, VR::DA, VR::DT, VR::TM, VR::UR] {
            assert_eq!(act(0x0008, 0x1090, vr), Action::Remove, "{vr:?}");
        }
        // Text in the place of a number is cleaned; a number in another representation stays.
        assert_eq!(act(0x0028, 0x0010, VR::LO), Action::Clean);
        assert_eq!(act(0x0028, 0x0010, VR::UL), Action::Keep);
        // Curves, variable pixel data, image numbers: by their groups.
        assert_eq!(act(0x5004, 0x3000, VR::OW), Action::Remove);
        assert_eq!(act(0x7F02, 0x0010, VR::OW), Action::Remove);
        for (pixels, vr) in [(0x0001, VR::OV), (0x0008, VR::OF), (0x0009, VR::OD)] {
            assert_eq!(act(0x7FE0, pixels, vr), Action::Keep);
        }
        assert_eq!(act(0x0020, 0x3155, VR::CS), Action::Remove);
        assert_eq!(act(0x0008, 0x00FF, VR::US), Action::Remove);
    }
}
