//! The default criteria: every element at every depth, judged by the policy that dcm-scrub follows.
//! No identifier is tolerated.

mod accept;
mod dates;
mod display;
mod meta;
mod number;
mod pixels;
mod provenance;
mod pseudonyms;
mod text;

use std::borrow::Cow;

use dicom_common::code::RunError;
use dicom_common::dataset::{DataSet, Element, Parsed, Tag, Text, VR, embeds_overlay, keyword};
use dicom_common::deid::policy::{
    Action, AttributePlace, AttributeTypes, Chosen, ProfileOption, Retained, Retention, Risk,
    decide,
};
use dicom_dictionary_std::tags;

use crate::originals::OriginalsOfFile;
use crate::reason::{Reason, Severity};
use crate::verdict::{Detail, Field, Values, Verdict};

use dates::Declared;
use meta::Uids;
use text::TextSearch;

pub use provenance::Table;

/// What the judgement of a file needs, the same for all files of a run.
pub struct Strict {
    chosen: Chosen,
    /// Where the policy's table comes from.
    table: Table,
    /// Which attributes an object must have, so that they are emptied and not removed.
    types: AttributeTypes,
    /// Finds what names a person in text that stays.
    texts: TextSearch,
}

impl Strict {
    /// The criteria of a level or a profile.
    ///
    /// # Errors
    /// When the search in texts cannot be built.
    pub fn new(chosen: Chosen, table: Table) -> Result<Self, RunError> {
        Ok(Self { chosen, table, types: AttributeTypes::load(), texts: TextSearch::new()? })
    }

    /// Judges a file, with what is known of all originals and of its own.
    pub fn check(
        &self,
        parsed: &Parsed,
        originals: OriginalsOfFile<'_>,
        detail: Detail,
    ) -> Verdict {
        let dataset = &parsed.dataset;
        let sop_class =
            dataset.ascii(tags::SOP_CLASS_UID).or(parsed.meta.sop_class()).unwrap_or_default();
        let mut walk = Walk {
            strict: self,
            originals,
            detail,
            declared: Declared::of(dataset),
            prefix: String::new(),
            verdict: Verdict::default(),
        };
        let text = Text::of(dataset, &Text::default());
        if parsed.preamble_used {
            walk.state("preamble", Reason::Preamble);
        }
        walk.meta(parsed, &text);
        walk.dataset(dataset, self.types.root(sop_class), &text);
        walk.provenance(dataset);
        if embeds_overlay(dataset) {
            walk.state("overlay", Reason::EmbeddedOverlay);
        }
        if pixels::has_bytes_behind(parsed) {
            walk.state("pixels", Reason::BehindPixels);
        }
        walk.verdict
    }
}

/// The way through one file.
struct Walk<'a> {
    strict: &'a Strict,
    /// What is known of the originals.
    originals: OriginalsOfFile<'a>,
    /// What the verdict has to carry.
    detail: Detail,
    /// What the data set says about its dates.
    declared: Declared,
    /// The path of the item that the walk is in (`00081140[0].`); empty at the root.
    prefix: String,
    /// What was found so far.
    verdict: Verdict,
}

impl Walk<'_> {
    fn dataset(&mut self, dataset: &DataSet, place: AttributePlace<'_>, text: &Text) {
        let stays = self.strict.chosen.retained(dataset);
        for element in dataset.elements() {
            if matches!(place, AttributePlace::Root(_))
                && provenance::STATEMENTS.contains(&element.tag)
            {
                continue;
            }
            self.element(element, place, &stays, text);
        }
    }

    fn element(
        &mut self,
        element: &Element,
        place: AttributePlace<'_>,
        stays: &Retained,
        text: &Text,
    ) {
        let tag = element.tag;
        let Strict { chosen, types, .. } = self.strict;
        let stay = stays.get(tag).unwrap_or_else(|| {
            let vr = element.meant_vr();
            Retention { vr, action: decide(chosen.treatment(tag, vr), types, place, tag, vr) }
        });
        let reason = self.worst(accept::accept(stay, element, self.declared), stay, element, text);
        let absolute = chosen.rule(tag, stay.vr).risk == Risk::Absolute;
        self.record(element, absolute, reason, text);
        if reason != Reason::Items {
            return;
        }
        let outer = self.prefix.len();
        for (at, item) in element.items().iter().enumerate() {
            self.prefix.push_str(&format!("{:04X}{:04X}[{at}].", tag.0, tag.1));
            self.dataset(item, AttributePlace::Item(tag), &Text::of(item, text));
            self.prefix.truncate(outer);
        }
    }

    /// What the element's content says against its acceptance by rule.
    fn worst(&self, accepted: Reason, stay: Retention, element: &Element, text: &Text) -> Reason {
        if accepted.severity() == Severity::Fail {
            return accepted;
        }
        let original = self.originals.find(element);
        let form = match stay.action {
            Action::Keep | Action::Clean => self.strict.texts.search(element, stay.vr, text),
            _ => None,
        };
        let form = form.filter(|_| !self.strict.chosen.retains(element.tag, stay.vr));
        let found = [original, form].into_iter().flatten();
        found.rev().max_by_key(|reason| reason.severity()).unwrap_or(accepted)
    }

    fn meta(&mut self, parsed: &Parsed, text: &Text) {
        let options = self.strict.chosen.choice().options();
        let uids = match options.has(ProfileOption::RetainUids) {
            true => Uids::Stay,
            false => Uids::New,
        };
        for element in parsed.meta.elements().elements() {
            let mut reason = meta::accept(element, &parsed.dataset, uids);
            if reason == Reason::Kept {
                reason = self.worst(reason, kept(element), element, text);
            }
            self.record(element, false, reason, text);
        }
    }

    fn provenance(&mut self, dataset: &DataSet) {
        let text = Text::of(dataset, &Text::default());
        for tag in provenance::STATEMENTS {
            let Strict { chosen, table, .. } = self.strict;
            let stated = provenance::accept(tag, dataset, chosen, *table);
            match dataset.get(tag) {
                Some(element) => {
                    let reason = self.worst(stated, kept(element), element, &text);
                    self.record(element, false, reason, &text);
                }
                None => self.record(&Element::new(tag, VR::UN, Vec::new()), false, stated, &text),
            }
        }
    }

    /// Records something that is no element.
    fn state(&mut self, what: &str, reason: Reason) {
        self.verdict.count(reason, false);
        self.verdict.fields.push(Field {
            path: what.to_owned(),
            keyword: Cow::Borrowed(""),
            vr: None,
            absolute: false,
            reason,
            value: None,
        });
    }

    fn record(&mut self, element: &Element, absolute: bool, reason: Reason, text: &Text) {
        // What survived of an original is one of its identifiers.
        let absolute = absolute || reason == Reason::Original;
        self.verdict.count(reason, absolute);
        if reason.severity() == Severity::Pass && !self.detail.accepted {
            return;
        }
        let Tag(group, number) = element.tag;
        self.verdict.fields.push(Field {
            path: format!("{}{group:04X}{number:04X}", self.prefix),
            keyword: Cow::Borrowed(keyword(element.tag).unwrap_or_default()),
            vr: Some(element.meant_vr()),
            absolute,
            reason,
            value: (self.detail.values == Values::Shown).then(|| display::display(element, text)),
        });
    }
}

/// An element that stays.
fn kept(element: &Element) -> Retention {
    Retention { vr: element.meant_vr(), action: Action::Keep }
}
