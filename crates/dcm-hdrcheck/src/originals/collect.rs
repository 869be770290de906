//! What identifies in an original, wherever the policy does not leave it.

use dicom_common::deid::policy::{Action, Treatment};
use dicom_dictionary_std::tags;

use crate::age::{is_above_89, years};
use crate::date::{Day, Moment};
use crate::decision::Decisions;
use crate::meaning::{About, Coded, about, coded, is_identifying};
use crate::reader::{DataSet, Element, Tag, Text, VR, keyword, split_values};

use super::known::{Fate, Known};

/// Days of a person's life, whatever becomes of other dates.
const OF_LIFE: [Tag; 2] =
    [tags::PATIENT_BIRTH_DATE, tags::PATIENT_DEATH_DATE_IN_ALTERNATIVE_CALENDAR];

/// What is known of originals, and what of them stays on purpose.
#[derive(Default)]
pub(super) struct Collected {
    /// What must not occur.
    pub(super) known: Known,
    /// What an option retains.
    pub(super) kept: Known,
}

impl Collected {
    /// Adds the values of a data set and its items.
    pub(super) fn add(&mut self, dataset: &DataSet, decisions: &Decisions) {
        self.dataset(dataset, &Text::default(), None, decisions);
    }

    /// What must not occur, without what stays on purpose.
    pub(super) fn known(self) -> Known {
        let Self { mut known, kept } = self;
        known.without(&kept);
        known
    }

    fn dataset(
        &mut self,
        dataset: &DataSet,
        outer: &Text,
        sequence: Option<Tag>,
        decisions: &Decisions,
    ) {
        let text = Text::of(dataset, outer);
        let retained = sequence.is_some_and(|sequence| decisions.retains(sequence, VR::SQ));
        if let Coded::Own(tag) = coded(dataset)
            && !retained
        {
            self.text_of(dataset, tag, &text, Known::add_identifier);
            self.text_of(dataset, tags::CODE_MEANING, &text, Known::add_comment);
        }
        match about(dataset) {
            Some(About::Person) => {
                self.text_of(dataset, tags::TEXT_VALUE, &text, Known::add_identifier);
                self.text_of(dataset, tags::TEXT_VALUE, &text, |known, value, text| {
                    if !value.bytes().any(|b| b.is_ascii_digit()) {
                        known.add_name(value, text);
                    }
                });
            }
            Some(About::Place | About::Device) => {
                self.text_of(dataset, tags::TEXT_VALUE, &text, Known::add_identifier);
            }
            Some(About::BirthDate) => {
                let days =
                    [tags::DATE, tags::DATE_TIME].into_iter().filter_map(|tag| dataset.ascii(tag));
                days.filter_map(day_of).for_each(|day| self.known.add_day(day, Fate::OfLife));
            }
            Some(About::Age) | None => {}
        }
        for element in dataset.elements() {
            for item in element.items() {
                self.dataset(item, &text, Some(element.tag), decisions);
            }
            if let Some(bytes) = element.bytes() {
                self.element(element, bytes, &text, decisions);
            }
        }
    }

    fn text_of(
        &mut self,
        dataset: &DataSet,
        tag: Tag,
        text: &Text,
        mut add: impl FnMut(&mut Known, &str, &Text),
    ) {
        let Some(element) = dataset.get(tag) else { return };
        let value = text.of_value(element.meant_vr(), element.bytes().unwrap_or_default());
        add(&mut self.known, value.trim(), text);
    }

    fn element(&mut self, element: &Element, bytes: &[u8], text: &Text, decisions: &Decisions) {
        use VR::*;
        let (tag, vr) = (element.tag, element.meant_vr());
        // They name the program that wrote the file, which may have written the other one too.
        if [tags::IMPLEMENTATION_CLASS_UID, tags::IMPLEMENTATION_VERSION_NAME].contains(&tag) {
            return;
        }
        let treatment = decisions.treatment(tag, vr);
        let stays = treatment == Treatment::Fixed(Action::Keep);
        let into = match stays {
            true if decisions.retains(tag, vr) || vr == UI => &mut self.kept,
            // What the table does not know is not left on purpose.
            true if !is_identifying(tag) && vr != AS => return,
            _ => &mut self.known,
        };
        let ascii = || split_values(bytes).filter_map(|value| std::str::from_utf8(value).ok());
        match vr {
            UI => split_values(bytes).for_each(|uid| into.add_uid(uid)),
            AS => into.ages.extend(ascii().filter(|age| is_above_89(age)).filter_map(years)),
            DA | DT => {
                let fate = match treatment {
                    _ if OF_LIFE.contains(&tag) => Fate::OfLife,
                    Treatment::Fixed(Action::Shift) => Fate::Moved,
                    _ => Fate::Removed,
                };
                for value in ascii() {
                    match day_of(value) {
                        Some(day) => into.add_day(day, fate),
                        None if tag == tags::PATIENT_BIRTH_DATE => into.add_identifier(value, text),
                        None => {}
                    }
                }
            }
            PN => into.add_name(&text.of_value(vr, bytes), text),
            AE | LO | SH | UC | ST | LT | UT | UR => {
                if treatment == Treatment::Fixed(Action::Clean) {
                    return;
                }
                let value = text.of_value(vr, bytes);
                match kind_of(tag) {
                    Some(TextKind::Identifier) => {
                        let values = value.split(['\\', '\r', '\n']);
                        values.for_each(|value| into.add_identifier(value, text));
                        // An address has components.
                        let components = value.split('^').filter(|_| value.contains('^'));
                        components.for_each(|value| into.add_identifier(value, text));
                    }
                    Some(TextKind::Comment) => into.add_comment(&value, text),
                    None => {}
                }
            }
            _ => {}
        }
    }
}

fn day_of(value: &str) -> Option<Day> {
    Day::parse(value).or_else(|| Moment::parse(value)?.day)
}

/// What kind of text an attribute holds.
enum TextKind {
    /// It names or numbers a person, a place, a device, an order.
    Identifier,
    /// Somebody has typed it.
    Comment,
}

/// The kind of text by the keyword of the attribute (PS3.6).
fn kind_of(tag: Tag) -> Option<TextKind> {
    const NAMING: [&str; 27] = [
        "Identifier",
        "Number",
        "Address",
        "Telephone",
        "Institution",
        "Department",
        "StationName",
        "AETitle",
        "Location",
        "SerialNo",
        "Issuer",
        "UDI",
        "UniqueDevice",
        "Insurance",
        "Locator",
        "Organization",
        "SiteName",
        "SiteID",
        "PersonName",
        "Physician",
        "Operator",
        "Sponsor",
        "ContactDisplay",
        "Login",
        "AlternativeCalendar",
        "Residence",
        "Namespace",
    ];
    const TYPED: [&str; 13] = [
        "Comment",
        "History",
        "Reason",
        "Diagnos",
        "Impression",
        "InterpretationText",
        "Remark",
        "Note",
        "Allerg",
        "Alert",
        "Needs",
        "Instruction",
        "TextValue",
    ];
    let keyword = keyword(tag)?;
    let has = |words: &[&str]| words.iter().any(|word| keyword.contains(word));
    match () {
        () if has(&TYPED) => Some(TextKind::Comment),
        () if has(&NAMING) || keyword.ends_with("ID") || keyword.ends_with("IDs") => {
            Some(TextKind::Identifier)
        }
        () => None,
    }
}
