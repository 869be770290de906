//! The default criteria: every element at every depth, judged by the table of the policy, by the form
//! of what it says, and by what its kind is. No identifier is tolerated.

mod accept;
mod dates;
mod display;
mod meta;
mod number;
mod overlay;
mod pixels;
mod provenance;
mod pseudonyms;
mod report;

use std::borrow::Cow;

use dicom_common::code::{Outcome, RunError};
use dicom_common::deid::policy::{Action, AttributePlace, ProfileOption};
use dicom_dictionary_std::{tags, uids};

use crate::allow::Allowed;
use crate::decision::{Decisions, Stay, Stays, is_dummy};
use crate::forms::Forms;
use crate::meaning::{Coded, about, coded, is_identifying, own_resource};
use crate::originals::OriginalsOfFile;
use crate::reader::{Contents, DataSet, Element, Readers, Tag, Text, VR, Value, keyword};
use crate::reason::{Reason, Severity};
use crate::streams;
use crate::verdict::{Detail, Field, Values, Verdict};

use dates::Declared;
use meta::Uids;

pub use provenance::Table;

/// Text by codes of terminologies, versions and addresses of the standard: numbers mean nothing.
const TECHNICAL: [Tag; 10] = [
    tags::CODE_VALUE,
    tags::LONG_CODE_VALUE,
    tags::URN_CODE_VALUE,
    tags::CODING_SCHEME_DESIGNATOR,
    tags::CODING_SCHEME_VERSION,
    tags::CONTEXT_IDENTIFIER,
    tags::SOFTWARE_VERSIONS,
    tags::SPECIFIC_CHARACTER_SET,
    tags::IMPLEMENTATION_VERSION_NAME,
    tags::DEIDENTIFICATION_METHOD,
];

/// Objects that are recorded sound: a voice tells who somebody is.
const SOUND: [&str; 3] = [
    uids::BASIC_VOICE_AUDIO_WAVEFORM_STORAGE,
    uids::GENERAL_AUDIO_WAVEFORM_STORAGE,
    uids::AUDIO_WAVEFORM_REAL_TIME_COMMUNICATION,
];

/// What the judgement of a file needs, the same for all files of a run.
pub struct Strict {
    decisions: Decisions,
    /// Where the policy's table comes from.
    table: Table,
    /// Finds what names a person in text that stays.
    forms: &'static Forms,
    /// Values that the site says are harmless.
    allowed: Allowed,
}

impl Strict {
    /// The criteria of a level or a profile.
    ///
    /// # Errors
    /// When the search in texts cannot be built.
    pub fn new(decisions: Decisions, table: Table, allowed: Allowed) -> Result<Self, RunError> {
        Ok(Self { decisions, table, forms: Forms::all()?, allowed })
    }

    /// What should have been done with each element.
    pub fn decisions(&self) -> &Decisions {
        &self.decisions
    }

    /// Judges a file, with what is known of all originals and of its own.
    ///
    /// # Errors
    /// When it cannot be read any more.
    pub fn check(
        &self,
        contents: &Contents,
        originals: OriginalsOfFile<'_>,
        detail: Detail,
    ) -> Outcome<Verdict> {
        let dataset = &contents.dataset;
        let sop_class = dataset
            .ascii(tags::SOP_CLASS_UID)
            .or(contents.meta.ascii(tags::MEDIA_STORAGE_SOP_CLASS_UID))
            .unwrap_or_default();
        let mut walk = Walk {
            strict: self,
            originals,
            detail,
            declared: Declared::of(dataset),
            prefix: String::new(),
            verdict: Verdict::default(),
        };
        let no_text = Text::default();
        let text = Text::of(dataset, &no_text);
        if contents.readers == Readers::Differ {
            walk.state("file", Reason::ReadersDiffer);
        }
        if contents.preamble.iter().any(|b| *b != 0) {
            walk.state("preamble", Reason::Preamble);
        }
        walk.meta(contents, &text);
        let place = Place { attributes: self.decisions.root(sop_class), demand: Demand::ByTable };
        walk.dataset(dataset, place, &text);
        walk.provenance(dataset, &text);
        if SOUND.contains(&sop_class) {
            walk.state("sound", Reason::Document);
        }
        if overlay::is_embedded(dataset) {
            walk.state("overlay", Reason::EmbeddedOverlay);
        }
        if let Some(reason) = pixels::length(contents) {
            walk.state("pixels", reason);
        }
        for reason in streams::check(contents)? {
            walk.state("pixels", reason);
        }
        originals.everywhere(contents, &mut |path, reason| walk.state(&path, reason))?;
        Ok(walk.verdict)
    }
}

/// Where elements stand.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// By which their types are known.
    attributes: AttributePlace<'a>,
    demand: Demand,
}

/// What is demanded of elements at a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Demand {
    /// What the table says of each.
    ByTable,
    /// Nothing but dummies: they are inside a sequence whose action is D.
    Dummies,
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
    fn dataset(&mut self, dataset: &DataSet, place: Place<'_>, text: &Text) {
        let stays = self.strict.decisions.stays(dataset);
        let at_root = matches!(place.attributes, AttributePlace::Root(_));
        let of_report = about(dataset)
            .and_then(|about| report::judge(about, dataset, &self.strict.decisions, text));
        if let Some((tag, reason)) = of_report
            && dataset.get(tag).is_none()
        {
            let path = format!("{}{:04X}{:04X}", self.prefix, tag.0, tag.1);
            self.state(&path, reason);
        }
        let own_code = match coded(dataset) {
            Coded::Own(tag) => Some(tag),
            _ => own_resource(dataset),
        };
        let own_code = own_code.filter(|_| !self.stays_with_its_code(place));
        for element in dataset.elements() {
            if at_root && provenance::STATEMENTS.contains(&element.tag) {
                continue;
            }
            let of_item = match (of_report, own_code) {
                (Some((tag, reason)), _) if tag == element.tag => Some(reason),
                (_, Some(tag)) if tag == element.tag => Some(Reason::LocalCode),
                _ => None,
            };
            self.element(element, place, &stays, of_item, text);
        }
    }

    /// Whether the codes in a sequence stay whoever made them: an option retains what names the
    /// institution or the device, or a site's table says so.
    fn stays_with_its_code(&self, place: Place<'_>) -> bool {
        let decisions = &self.strict.decisions;
        let AttributePlace::Item(sequence) = place.attributes else { return true };
        self.strict.table == Table::OfSite
            || decisions.stays_by_name(sequence, VR::SQ)
            || [ProfileOption::RetainInstitutionIdentity, ProfileOption::RetainDeviceIdentity]
                .into_iter()
                .any(|option| decisions.has(option) && decisions.retains(sequence, VR::SQ))
    }

    fn element(
        &mut self,
        element: &Element,
        place: Place<'_>,
        stays: &Stays,
        of_item: Option<Reason>,
        text: &Text,
    ) {
        let tag = element.tag;
        let decisions = &self.strict.decisions;
        let stay = stays.get(tag).unwrap_or_else(|| {
            let vr = element.meant_vr();
            Stay { vr, action: decisions.action(place.attributes, tag, vr) }
        });
        let by_table = match element.bytes() {
            // A site's own ID has no check in it; the link file says whose it is.
            Some(id) if tag == tags::PATIENT_ID && self.originals.names_patient(id) => {
                Reason::Pseudonym
            }
            _ => accept::accept(stay, element, self.declared),
        };
        let accepted = match of_item {
            Some(reason) if by_table.severity() < Severity::Fail => reason,
            _ => self.by_kind(by_table, stay, place.demand, element),
        };
        let reason = self.worst(accepted, stay, element, text);
        self.record(element, decisions.is_absolute(tag, stay.vr), reason, text);
        let items = element.items();
        if by_table != Reason::Items || reason.severity() == Severity::Fail && of_item.is_none() {
            return;
        }
        let demand = match stay.action {
            Action::Dummy if !decisions.is_tree(tag) => Demand::Dummies,
            _ => place.demand,
        };
        let outer = self.prefix.len();
        for (at, item) in items.iter().enumerate() {
            self.prefix.push_str(&format!("{:04X}{:04X}[{at}].", tag.0, tag.1));
            let place = Place { attributes: AttributePlace::Item(tag), demand };
            self.dataset(item, place, &Text::of(item, text));
            self.prefix.truncate(outer);
        }
    }

    /// What the kind of an element says against its acceptance by the table.
    fn by_kind(&self, accepted: Reason, stay: Stay, demand: Demand, element: &Element) -> Reason {
        let kept = matches!(accepted, Reason::Kept | Reason::Items);
        let by_table = stay.action == Action::Keep;
        match &element.value {
            _ if !kept => accepted,
            _ if by_table
                && is_identifying(element.tag)
                && self.strict.table != Table::OfSite
                && !self.strict.decisions.retains(element.tag, stay.vr) =>
            {
                Reason::Identifying
            }
            Value::Bytes(bytes)
                if demand == Demand::Dummies
                    && !is_dummy(stay.vr, bytes)
                    && !is_of_code(element.tag)
                    && !self.strict.decisions.retains(element.tag, stay.vr) =>
            {
                Reason::NotDummy
            }
            Value::Stored(_) | Value::Fragments(_) if demand == Demand::Dummies => Reason::NotDummy,
            _ => accepted,
        }
    }

    /// What the element's content says against its acceptance by rule.
    fn worst(&self, accepted: Reason, stay: Stay, element: &Element, text: &Text) -> Reason {
        if accepted.severity() == Severity::Fail {
            return accepted;
        }
        let decisions = &self.strict.decisions;
        let form = match stay.action {
            Action::Keep | Action::Clean if !decisions.retains(element.tag, stay.vr) => {
                self.form(element, stay.vr, text)
            }
            _ => None,
        };
        let original = self.originals.find(element, stay.vr, text);
        let found = [original, form].into_iter().flatten();
        found.rev().max_by_key(|reason| reason.severity()).unwrap_or(accepted)
    }

    /// What the text of an element tells by its form.
    fn form(&self, element: &Element, vr: VR, text: &Text) -> Option<Reason> {
        use VR::*;
        let bytes = element.bytes()?;
        if bytes.len() < 4 || !matches!(vr, AE | CS | LO | LT | PN | SH | ST | UC | UR | UT) {
            return None;
        }
        let decoded = text.of_value(vr, bytes);
        let theirs = element.theirs.as_deref().filter(|theirs| **theirs != *decoded);
        let found = self.strict.forms.find(&decoded);
        let reason = found.or_else(|| self.strict.forms.find(theirs?))?;
        let uncertain = matches!(reason, Reason::MaybeDate | Reason::MaybeNumber);
        (!uncertain || !TECHNICAL.contains(&element.tag)).then_some(reason)
    }

    fn meta(&mut self, contents: &Contents, text: &Text) {
        let uids = match self.strict.decisions.has(ProfileOption::RetainUids) {
            true => Uids::Stay,
            false => Uids::New,
        };
        for element in contents.meta.elements() {
            let accepted = meta::accept(element, &contents.dataset, uids);
            let reason = self.worst(accepted, kept(element), element, text);
            self.record(element, false, reason, text);
        }
    }

    fn provenance(&mut self, dataset: &DataSet, text: &Text) {
        for tag in provenance::STATEMENTS {
            let Strict { decisions, table, .. } = self.strict;
            let stated = provenance::accept(tag, dataset, decisions.choice(), *table);
            match dataset.get(tag) {
                Some(element) => {
                    let reason = self.worst(stated, kept(element), element, text);
                    self.record(element, false, reason, text);
                    self.inside_statement(element, text);
                }
                None => self.record(&Element::new(tag, VR::UN, Vec::new()), false, stated, text),
            }
        }
    }

    /// The texts of a statement's codes.
    fn inside_statement(&mut self, statement: &Element, text: &Text) {
        for inner in statement.items().iter().flat_map(DataSet::elements) {
            let reason = self.worst(Reason::Kept, kept(inner), inner, text);
            if reason.severity() > Severity::Pass {
                self.record(inner, false, reason, text);
            }
        }
    }

    /// The line that allows an element's value, where that is all that is to be said against it.
    fn allowed(&self, element: &Element, reason: Reason, text: &Text) -> Option<usize> {
        if !reason.is_about_words() {
            return None;
        }
        let value = text.of_value(element.meant_vr(), element.bytes()?);
        self.strict.allowed.line(&value)
    }

    /// Records something that is no element.
    fn state(&mut self, what: &str, reason: Reason) {
        self.verdict.state(what, reason);
    }

    fn record(&mut self, element: &Element, absolute: bool, reason: Reason, text: &Text) {
        let (reason, allowed) = match self.allowed(element, reason, text) {
            Some(line) => (Reason::Allowed, Some(line)),
            None => (reason, None),
        };
        // What survived of an original is one of its identifiers.
        let absolute = absolute || reason == Reason::Original;
        self.verdict.count(reason, absolute);
        if reason.severity() == Severity::Pass && !self.detail.accepted && allowed.is_none() {
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
            allowed,
        });
    }
}

/// An element that stays.
fn kept(element: &Element) -> Stay {
    Stay { vr: element.meant_vr(), action: Action::Keep }
}

/// Whether an attribute is part of a code, which is judged as a whole.
fn is_of_code(tag: Tag) -> bool {
    let parts = [
        tags::CODE_VALUE,
        tags::CODE_MEANING,
        tags::CODING_SCHEME_DESIGNATOR,
        tags::CODING_SCHEME_VERSION,
        tags::LONG_CODE_VALUE,
        tags::URN_CODE_VALUE,
        tags::CONTEXT_IDENTIFIER,
        tags::MAPPING_RESOURCE,
    ];
    parts.contains(&tag)
}
