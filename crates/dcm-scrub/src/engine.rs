//! From a data set to an anonymized data set: pure, without files.

use descriptors::Cleaner;
use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::{
    DataSet, Element, Syntax, Tag, Text, VR, Value, check_complete, embeds_overlay, has_form,
    is_standard_uid, is_text, split_values, trim,
};
use dicom_common::deid::known_values::is_code;
use dicom_common::deid::patient::patient_original;
use dicom_common::deid::policy::{Action, AttributeTypes, Place, Retained, Retention, Type, dummy};
use dicom_common::deid::pseudonym::Pseudonyms;
use dicom_common::imaging::disclosure::holds_document;
use dicom_dictionary_std::tags;

use crate::content::names_somebody;
use crate::descriptor;
use crate::known::KnownValues;
use crate::provenance::Provenance;
use crate::recipe::Recipe;
use crate::sweep::Sweep;
use crate::value;

/// Everything that decisions need, the same for all files of a run.
pub struct Engine {
    recipe: Recipe,
    types: AttributeTypes,
    pseudonyms: Pseudonyms,
    provenance: Provenance,
    cleaner: Cleaner,
}

/// The patient that a data set is about, in what pseudonyms need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Patient ID, or the study's UID where there is none.
    pub original: Vec<u8>,
    /// The pseudonym.
    pub id: String,
    /// Days by which the dates move.
    pub shift: i64,
}

/// The automaton of the last file: the slices of a series share their known values.
#[derive(Default)]
pub struct SweepCache(Option<Sweep>);

impl SweepCache {
    fn sweep(&mut self, known: KnownValues) -> Outcome<&Sweep> {
        let sweep = match self.0.take() {
            Some(sweep) if *sweep.known() == known => sweep,
            _ => Sweep::new(known)?,
        };
        Ok(self.0.insert(sweep))
    }

    /// The known values of the last file.
    pub fn known(&self) -> &[Vec<u8>] {
        self.0.as_ref().map(|sweep| sweep.known().values()).unwrap_or_default()
    }
}

impl Engine {
    /// An engine that decides by this recipe and makes these pseudonyms.
    pub fn new(recipe: Recipe, pseudonyms: Pseudonyms) -> Self {
        let provenance = recipe.provenance();
        let (types, cleaner) = (AttributeTypes::load(), Cleaner::default());
        Self { recipe, types, pseudonyms, provenance, cleaner }
    }

    /// The same, with a cleaner of texts that knows the user's words.
    pub fn cleaning_with(self, cleaner: Cleaner) -> Self {
        Self { cleaner, ..self }
    }

    /// The patient of a data set.
    pub fn subject(&self, dataset: &DataSet) -> Subject {
        let original = patient_original(dataset);
        Subject {
            original: original.to_vec(),
            id: self.pseudonyms.identifier(original),
            shift: match self.recipe.shifts() {
                true => self.pseudonyms.shift_days(original),
                false => 0,
            },
        }
    }

    /// The anonymized data set.
    ///
    /// # Errors
    /// `E_NO_VALID_VALUE`, `E_DOCUMENT`, `E_EMBEDDED_OVERLAY`, `E_TOO_LARGE`; with a script of CTP
    /// `E_SCRIPT`, `S_SCRIPT`.
    pub fn anonymize(
        &self,
        dataset: DataSet,
        syntax: &Syntax,
        sop_class: &str,
        subject: &Subject,
        cache: &mut SweepCache,
    ) -> Outcome<DataSet> {
        refuse_what_headers_cannot_treat(&dataset, sop_class)?;
        let known = KnownValues::of(&dataset, &|element| !self.recipe.keeps(element))?;
        let pass = Pass { engine: self, subject, sweep: cache.sweep(known)? };
        let root = self.types.root(sop_class);
        let mut dataset = match &self.recipe {
            // What the script does not name, and leaves, is treated like all that stays.
            Recipe::Ctp(script) => {
                let text = Text::of(&dataset, &Text::default());
                let around = Around { retained: Retained::default(), text: &text, named: false };
                let stays = |element, place: Place<'_>| pass.element(element, place, &around);
                let dataset = script.apply(dataset, syntax.encoding, root, &stays)?;
                describes_itself(&dataset, sop_class, syntax)?;
                dataset
            }
            _ => pass.dataset(dataset, root, &Text::default())?,
        };
        self.provenance.state(&mut dataset);
        Ok(dataset)
    }
}

/// Content that carries the patient outside the header.
fn refuse_what_headers_cannot_treat(dataset: &DataSet, sop_class: &str) -> Outcome<()> {
    if holds_document(sop_class, dataset) {
        return Err(Fault(Code::Document));
    }
    if embeds_overlay(dataset) { Err(Fault(Code::EmbeddedOverlay)) } else { Ok(()) }
}

/// A script can name what says how an object is to be read: that must not change so that nobody can
/// read it any more.
fn describes_itself(dataset: &DataSet, sop_class: &str, syntax: &Syntax) -> Outcome<()> {
    let class = dataset.get(tags::SOP_CLASS_UID).is_none()
        || dataset.ascii(tags::SOP_CLASS_UID) == Some(sop_class);
    match check_complete(dataset, syntax) {
        Ok(()) if class => Ok(()),
        _ => Err(Fault(Code::Script)),
    }
}

/// One data set's treatment.
struct Pass<'a> {
    engine: &'a Engine,
    subject: &'a Subject,
    sweep: &'a Sweep,
}

/// What a data set, or an item, says of its elements.
struct Around<'a> {
    retained: Retained,
    text: &'a Text,
    /// It is a content item whose text names somebody, or something that only one has.
    named: bool,
}

impl Pass<'_> {
    fn dataset(&self, dataset: DataSet, place: Place<'_>, outer: &Text) -> Outcome<DataSet> {
        let mut kept = Vec::with_capacity(dataset.elements().len());
        let declares = dataset.get(tags::SPECIFIC_CHARACTER_SET).is_some();
        let own = declares.then(|| Text::of(&dataset, outer));
        let around = Around {
            retained: self.engine.recipe.retained(&dataset),
            text: own.as_ref().unwrap_or(outer),
            named: names_somebody(&dataset),
        };
        for element in dataset.into_elements() {
            if let Some(element) = self.element(element, place, &around)? {
                kept.push(element);
            }
        }
        Ok(DataSet::new(kept))
    }

    fn element(
        &self,
        element: Element,
        place: Place<'_>,
        around: &Around<'_>,
    ) -> Outcome<Option<Element>> {
        let Element { tag, vr, .. } = element;
        let text = around.text;
        let Retention { action, vr: meant } =
            around.retained.get(tag).unwrap_or_else(|| Retention {
                action: self.engine.recipe.action(&self.engine.types, place, &element),
                vr: element.meant_vr(),
            });
        match action {
            Action::Remove => Ok(None),
            Action::Empty => Ok(Some(emptied(element))),
            Action::Dummy | Action::Keep | Action::Clean if meant == VR::SQ => {
                self.items(element, text).map(Some)
            }
            Action::Dummy if meant == VR::UI => self.remapped(element).map(Some),
            Action::Dummy => {
                let value = dummy(meant).ok_or(Fault(Code::NoValidValue))?;
                Ok(Some(Element::new(tag, vr, value)))
            }
            Action::Keep => self.kept(element, meant, place, text),
            Action::Clean if around.named && tag == tags::TEXT_VALUE => {
                self.changed(element, place, |_| dummy(meant))
            }
            Action::Clean => self.cleaned(element, meant, place, text),
            Action::Uid if meant == VR::UI => self.remapped(element).map(Some),
            Action::Uid | Action::Hash => self.hashed(element).map(Some),
            Action::Shift => self.changed(element, place, |bytes| {
                Some(value::shift(meant, bytes, self.subject.shift))
            }),
            Action::Round(width) => {
                self.changed(element, place, |bytes| value::round(tag, meant, bytes, width))
            }
        }
    }

    fn items(&self, element: Element, text: &Text) -> Outcome<Element> {
        let Element { tag, vr, value } = element;
        let value = match value {
            Value::Items(items) => {
                let items = items.into_iter();
                let items = items.map(|item| self.dataset(item, Place::Item(tag), text));
                Value::Items(items.collect::<Outcome<_>>()?)
            }
            // A sequence that was not read as one hides its content.
            Value::Bytes(bytes) if bytes.is_empty() => Value::Items(Vec::new()),
            _ => return Err(Fault(Code::Malformed)),
        };
        Ok(Element { tag, vr, value })
    }

    /// A text that stays without what identifies in it.
    fn cleaned(
        &self,
        element: Element,
        meant: VR,
        place: Place<'_>,
        text: &Text,
    ) -> Outcome<Option<Element>> {
        let Some(bytes) = element.bytes().filter(|_| descriptor::is_prose(meant)) else {
            return self.kept(element, meant, place, text);
        };
        match descriptor::clean(bytes, meant, text, self.sweep, &self.engine.cleaner) {
            None => Ok(Some(element)),
            Some(clean) => self.changed(element, place, |_| Some(clean)),
        }
    }

    /// A value that stays, but for known values inside text and ages above 89.
    fn kept(
        &self,
        element: Element,
        meant: VR,
        place: Place<'_>,
        text: &Text,
    ) -> Outcome<Option<Element>> {
        let Element { tag, vr, .. } = element;
        let Some(bytes) = element.bytes() else {
            return self.kept_items(element, text);
        };
        if meant == VR::AS
            && let Some(capped) = value::cap_age(bytes)
        {
            return Ok(Some(Element::new(tag, vr, capped)));
        }
        if !has_form(tag, meant, bytes) {
            return self.changed(element, place, |_| None);
        }
        if !is_swept(tag, meant) {
            return match is_binary(meant) && self.sweep.hidden_in(bytes) {
                true => self.changed(element, place, |_| None),
                false => Ok(Some(element)),
            };
        }
        let clean = match is_code(tag, meant) {
            true => self.sweep.clean_code(bytes),
            false => self.sweep.clean(bytes),
        };
        match clean {
            None => Ok(Some(element)),
            Some(clean) => self.changed(element, place, |_| Some(clean)),
        }
    }

    /// Items under a VR other than SQ (UN of an unknown attribute) are treated all the same.
    fn kept_items(&self, element: Element, text: &Text) -> Outcome<Option<Element>> {
        match element.value {
            Value::Items(_) => self.items(element, text).map(Some),
            _ => Ok(Some(element)),
        }
    }

    /// Each UID remapped, but for those of the standard.
    fn remapped(&self, element: Element) -> Outcome<Element> {
        let Element { tag, vr, .. } = element;
        let Some(bytes) = element.bytes() else {
            return Err(Fault(Code::Malformed));
        };
        let uids: Vec<String> = split_values(bytes).map(|uid| self.engine.uid(uid)).collect();
        Ok(Element::new(tag, vr, uids.join("\\").into_bytes()))
    }

    /// Each value hashed; what is empty stays empty.
    fn hashed(&self, element: Element) -> Outcome<Element> {
        let Element { tag, vr, .. } = element;
        let bytes = element.bytes().ok_or(Fault(Code::Malformed))?;
        if !is_text(element.meant_vr()) {
            return Ok(emptied(element));
        }
        let hash = |value: &[u8]| match value {
            [] => String::new(),
            value => self.engine.pseudonyms.identifier(value),
        };
        let hashes: Vec<String> = split_values(bytes).map(hash).collect();
        Ok(Element::new(tag, vr, hashes.join("\\").into_bytes()))
    }

    /// A new value; where there is none, the element is emptied, or given a dummy if it must have
    /// a value.
    fn changed(
        &self,
        element: Element,
        place: Place<'_>,
        change: impl FnOnce(&[u8]) -> Option<Vec<u8>>,
    ) -> Outcome<Option<Element>> {
        let Element { tag, vr, .. } = element;
        let Some(bytes) = element.bytes() else {
            return Ok(Some(emptied(element)));
        };
        let had_value = !trim(bytes).is_empty();
        let new = change(bytes).unwrap_or_default();
        if had_value && trim(&new).is_empty() && self.engine.types.of(place, tag) == Type::One {
            let value = dummy(element.meant_vr()).ok_or(Fault(Code::NoValidValue))?;
            return Ok(Some(Element::new(tag, vr, value)));
        }
        Ok(Some(Element::new(tag, vr, new)))
    }
}

impl Engine {
    /// The new UID of a UID; the standard's own stay, as does an empty one.
    pub fn uid(&self, original: &[u8]) -> String {
        let text = String::from_utf8_lossy(original);
        if text.is_empty() || is_standard_uid(&text) {
            return text.into_owned();
        }
        self.pseudonyms.uid(&text)
    }
}

/// Text that may hold more than a code of the standard.
fn is_swept(tag: Tag, vr: VR) -> bool {
    use VR::*;
    match vr {
        // Codes of how the pixels are to be read, and of what reads the rest.
        CS => tag.0 != 0x0028 && tag != tags::SPECIFIC_CHARACTER_SET && tag != tags::MODALITY,
        _ => matches!(vr, AE | LO | LT | PN | SH | ST | UC | UR | UT),
    }
}

fn is_binary(vr: VR) -> bool {
    matches!(vr, VR::OB | VR::OW | VR::UN)
}

fn emptied(element: Element) -> Element {
    let value = match element.meant_vr() {
        VR::SQ => Value::Items(Vec::new()),
        _ => Value::Bytes(Vec::new()),
    };
    Element { value, ..element }
}
