//! One row of the policy, and what follows from it for a choice.

use super::choice::ByLevel;
use super::option::{Options, ProfileOption};
use super::types::parse_tag;
use super::{Action, Choice, Content, Treatment};

/// How strongly an attribute identifies a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// None: it says how the object is built.
    None,
    /// It identifies together with other data.
    Quasi,
    /// It identifies by itself.
    Identifying,
    /// It must never remain, whatever else is chosen.
    Absolute,
}

/// What the earlier verification tool accepts in one of its 64 fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference {
    /// Empty, or a placeholder.
    Empty,
    /// The same, or something that looks like a hash.
    EmptyOrHash,
    /// Any value, the original one included.
    Keep,
    /// A range of five units, or a number rounded to five.
    FiveUnits,
}

/// One row of the policy.
#[derive(Debug, Clone)]
pub struct Rule {
    /// As in the table: eight hexadecimal digits, or a class of attributes (`private`, `vr:PN`).
    pub tag: String,
    /// The standard's keyword; empty for classes.
    pub keyword: String,
    /// The standard's value representation, as far as dictionaries know the attribute.
    pub vr: String,
    /// The attribute's name in the standard (PS3.6), for people.
    pub name: String,
    /// How strongly it identifies a person.
    pub risk: Risk,
    /// The kind of its content, by which the policy decides where neither the standard's table nor the
    /// list of 64 fields names the attribute.
    pub content: Option<Content>,
    /// What each level says in place of the profile with its options; `None` where it says nothing of
    /// its own.
    pub levels: ByLevel<Option<Treatment>>,
    /// What the earlier tool accepts at each level; `None` for all but its 64 fields.
    pub reference: Option<ByLevel<Reference>>,
    /// The action of the Basic Profile, PS3.15 table E.1-1, as printed there.
    pub basic: String,
    /// The same as a treatment; an attribute that the table does not list stays.
    pub listed: Treatment,
    /// How this program carries the profile out where the table does not list the attribute, or
    /// leaves a choice.
    pub profile: Option<Treatment>,
    /// The options under which it stays (`K` in the table).
    pub keeps: Options,
    /// The options under which it is cleaned (`C` in the table).
    pub cleans: Options,
    /// Whether the user has named the attribute: it stays or goes whatever else is chosen.
    pub by_user: bool,
}

impl Rule {
    /// What the choice says.
    pub fn treatment(&self, choice: impl Into<Choice>) -> Treatment {
        let choice = choice.into();
        let by_options = self.by_options(choice.options());
        match choice {
            Choice::Level(_, asked) if !self.keeps.or(self.cleans).and(asked).is_empty() => {
                by_options.unwrap_or(self.by_profile())
            }
            Choice::Level(level, _) => {
                // Levels by themselves clean no text: it goes.
                let by_options = by_options.filter(|t| *t != Treatment::Fixed(Action::Clean));
                self.levels.at(level).or(by_options).unwrap_or(self.listed)
            }
            Choice::Profile(_) => by_options.unwrap_or(self.by_profile()),
        }
    }

    /// Whether the attribute stays on purpose, whomever it names: the user has named it, or an option
    /// that was asked for retains it.
    pub fn retains(&self, choice: Choice) -> bool {
        let by_user = self.by_user && self.listed == Treatment::Fixed(Action::Keep);
        by_user || !self.keeps.and(choice.asked()).is_empty()
    }

    /// What the profile says without options.
    pub(super) fn by_profile(&self) -> Treatment {
        self.profile.unwrap_or(self.listed)
    }

    /// What the options say, if they say anything. Dates that move, move together: also those that
    /// another option keeps.
    fn by_options(&self, options: Options) -> Option<Treatment> {
        use ProfileOption::RetainLongModifiedDates;
        let cleans = self.cleans.and(options);
        let moved = match self.vr.as_str() {
            _ if !cleans.has(RetainLongModifiedDates) => None,
            "DA" | "DT" => Some(Action::Shift),
            // Dates move by whole days: times of day and time zones are consistent as they are.
            "TM" | "SH" => Some(Action::Keep),
            _ => None,
        };
        // What is bytes to everybody cannot be cleaned, and what stays of private groups, curves and
        // overlays depends on more than the rule.
        let by_content = matches!(self.vr.as_str(), "OB" | "UN") || parse_tag(&self.tag).is_none();
        let text = !by_content && cleans.iter().any(|option| option != RetainLongModifiedDates);
        let kept = !self.keeps.and(options).is_empty();
        let action = match (moved, kept, text) {
            (Some(moved), ..) => moved,
            (None, true, _) => Action::Keep,
            (None, false, true) => Action::Clean,
            (None, false, false) => return None,
        };
        Some(Treatment::Fixed(action))
    }
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
