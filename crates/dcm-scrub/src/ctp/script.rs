//! A script of CTP: what happens to each attribute of a file.

use std::collections::{HashMap, HashSet};

use dicom_common::dataset::{DataSet, Element, Tag, VR, dictionary_vr};
use dicom_common::deid::policy::{Action, SafePrivate, dates_claim};
use dicom_dictionary_std::tags;

use super::attribute::{Attribute, creator_of};
use super::body::{Body, Call, Part};
use super::integers::Integers;
use super::lookup_table::LookupTable;

/// Attributes that stay unless an entry names them, as in CTP; Specific Character Set is ours:
/// without it, text that stays could not be read.
const STAYS: [Tag; 4] = [
    tags::SOP_CLASS_UID,
    tags::SOP_INSTANCE_UID,
    tags::STUDY_INSTANCE_UID,
    tags::SPECIFIC_CHARACTER_SET,
];

/// A script, ready to be applied.
#[derive(Debug, Default)]
pub struct Script {
    /// What the enabled `<e>` say of attributes.
    pub(super) entries: HashMap<Attribute, Body>,
    /// The groups whose elements stay unless an entry names them, `<k>`.
    pub(super) groups: HashSet<u16>,
    /// The private elements that are known to be safe, where `<k t="safeprivateelements">` keeps them.
    pub(super) safe_private: Option<SafePrivate>,
    /// What the enabled `<r>` remove unless an entry names it.
    pub(super) removes: Removes,
    /// For `@lookup` and its like; empty where none was given.
    pub(super) table: LookupTable,
    /// For `@integer`.
    pub(super) integers: Integers,
    /// For `@date` and `@time`.
    pub(super) now: Now,
}

/// What is removed unless an entry names it, `<r>`.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Removes {
    /// Elements of odd groups.
    pub private: bool,
    /// Every element that no entry names.
    pub unspecified: bool,
    /// Overlays, groups 6000 to 60FF.
    pub overlays: bool,
    /// Curves, groups 5000 to 50FF.
    pub curves: bool,
}

/// When the run began: two digits each, the year four.
#[derive(Debug, Default, Clone)]
pub struct Now {
    /// Year, month, day.
    pub date: [String; 3],
    /// Hour, minute, second.
    pub time: [String; 3],
}

impl Now {
    /// By the clock of this machine and its time zone.
    pub fn local() -> Self {
        let now = chrono::Local::now();
        let [date, time] = [["%Y", "%m", "%d"], ["%H", "%M", "%S"]]
            .map(|parts| parts.map(|part| now.format(part).to_string()));
        Self { date, time }
    }
}

impl Script {
    /// With the numbers of `@integer`.
    pub fn with_integers(self, integers: Integers) -> Self {
        Self { integers, ..self }
    }

    /// The entry for an element of a data set.
    pub(super) fn body(&self, tag: Tag, dataset: &DataSet) -> Option<&Body> {
        self.entries.get(&Attribute::Tag(tag)).or_else(|| {
            let creator = (tag.0 % 2 == 1).then(|| creator_of(dataset, tag)).flatten()?;
            let group = tag.0;
            self.entries.get(&match u8::try_from(tag.1) {
                Ok(_) => Attribute::Creator { group, creator },
                Err(_) => Attribute::Private { group, creator, element: (tag.1 & 0xFF) as u8 },
            })
        })
    }

    /// Whether an element that no entry names stays.
    pub(super) fn leaves(&self, tag: Tag) -> bool {
        let Tag(group, _) = tag;
        let removes = self.removes;
        let private = group % 2 == 1 && removes.private;
        let kept = self.groups.contains(&group)
            || STAYS.contains(&tag)
            || matches!(group, 0x0028 | 0x7FE0)
            || (is_overlay(tag) && !removes.overlays && !private)
            || (is_curve(tag) && !removes.curves && !private);
        kept || !(private || removes.unspecified)
    }

    /// Whether a private element that no entry names stays because it is known to be safe: CTP keeps
    /// every creator, and the elements of its list. Those with another value representation than
    /// the list's are others, and go.
    pub(super) fn is_safe(&self, element: &Element, dataset: &DataSet) -> bool {
        let Tag(group, number) = element.tag;
        match &self.safe_private {
            Some(_) if group % 2 == 1 && (0x10..=0xFF).contains(&number) => true,
            Some(table) if group % 2 == 1 => {
                table.vr(element, dataset.ascii(Tag(group, number >> 8))).is_some()
            }
            _ => false,
        }
    }

    /// Whether an element goes whatever else is said.
    pub(super) fn drops(&self, tag: Tag) -> bool {
        // Curves as well: CTP forgets them unless unspecified elements go too.
        is_overlay(tag) && self.removes.overlays || is_curve(tag) && self.removes.curves
    }

    /// Whether an attribute's value stays on purpose: unnamed and left, or `@keep()`.
    pub fn keeps(&self, tag: Tag) -> bool {
        match self.entries.get(&Attribute::Tag(tag)) {
            Some(body) => matches!(body.as_slice(), [Part::Call(Call::Keep)]),
            None => self.leaves(tag) && !self.drops(tag),
        }
    }

    /// Whether the script itself states what becomes of an attribute.
    pub fn names(&self, tag: Tag) -> bool {
        self.entries.contains_key(&Attribute::Tag(tag))
    }

    /// The truth about dates for (0028,0303).
    pub fn dates_claim(&self) -> &'static str {
        let unnamed = if self.removes.unspecified { Action::Remove } else { Action::Keep };
        let named = self.entries.iter().filter_map(|(attribute, body)| match attribute {
            Attribute::Tag(tag) if matches!(dictionary_vr(*tag), Some(VR::DA | VR::DT)) => {
                Some(dates_of(body))
            }
            _ => None,
        });
        dates_claim(named.chain([unnamed]))
    }
}

/// What a body may do to a date, the most that it may leave.
fn dates_of(body: &Body) -> Action {
    let all: Vec<Action> = body
        .iter()
        .map(|part| match part {
            Part::Text(_) => Action::Remove,
            Part::Call(call) => match call {
                Call::Remove | Call::Empty | Call::Blank(_) | Call::Always | Call::Date(_) => {
                    Action::Remove
                }
                Call::HashDate { .. }
                | Call::IncrementDate(..)
                | Call::LookupIncrement { .. }
                | Call::ModifyDate(..)
                | Call::DateInterval { .. }
                | Call::Hash(..) => Action::Shift,
                Call::Select { root: one, nested: other }
                | Call::If { yes: one, no: other, .. } => most(dates_of(one), dates_of(other)),
                _ => Action::Keep,
            },
        })
        .collect();
    all.into_iter().fold(Action::Remove, most)
}

fn most(a: Action, b: Action) -> Action {
    match (a, b) {
        (Action::Keep, _) | (_, Action::Keep) => Action::Keep,
        (Action::Shift, _) | (_, Action::Shift) => Action::Shift,
        (a, _) => a,
    }
}

fn is_overlay(tag: Tag) -> bool {
    tag.0 & 0xFF00 == 0x6000
}

fn is_curve(tag: Tag) -> bool {
    tag.0 & 0xFF00 == 0x5000
}
