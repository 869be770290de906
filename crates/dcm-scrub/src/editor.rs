//! The elements of one file: what becomes of each, by the method's action and its own representation.

use descriptors::Cleaner;
use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::{DataSet, Element, Text, VR, Value, is_text, trim};
use dicom_common::deid::policy::{
    Action, AttributePlace, AttributeType, AttributeTypes, Retained, Retention, dummy,
};
use dicom_common::deid::pseudonym::Pseudonyms;
use dicom_dictionary_std::tags;

use crate::descriptor;
use crate::method::{Method, Stance};
use crate::private_blocks::NamedBlocks;
use crate::settle::{Settled, Settler};
use crate::subject::{NamedBy, Subject};
use crate::sweep::Sweep;
use crate::value;

/// Edits the elements of one file.
pub struct Editor<'a> {
    /// Says what is done with each attribute.
    pub method: &'a Method,
    /// The requirement types of attributes, by which an element may be deleted or emptied or not.
    pub types: &'a AttributeTypes,
    /// Settles what can only be judged by more than one element.
    pub settler: &'a Settler,
    /// Makes the pseudonyms of the run.
    pub pseudonyms: &'a Pseudonyms,
    /// Cleans descriptions.
    pub cleaner: &'a Cleaner,
    /// The patient that the file is about.
    pub subject: &'a Subject,
    /// Finds the known values of this file.
    pub sweep: &'a Sweep,
}

/// What the data set, or the item, that an element stands in says of the element.
pub struct Surroundings<'a> {
    /// Elements that stay for more than their tag.
    retained: Retained,
    /// The character sets that its texts are written in.
    text: &'a Text,
    /// How all elements beside it are treated.
    stance: Stance,
}

impl<'a> Surroundings<'a> {
    /// Of a root that a script treats, and that retains nothing in particular.
    pub fn of_root(text: &'a Text) -> Self {
        Self { retained: Retained::default(), text, stance: Stance::Script }
    }
}

impl Editor<'_> {
    /// What becomes of a data set whose texts are in the character sets of `outer` unless it declares its
    /// own.
    ///
    /// # Errors
    /// `E_NO_VALID_VALUE`, `E_MALFORMED`.
    pub fn dataset(
        &self,
        dataset: DataSet,
        place: AttributePlace<'_>,
        outer: &Text,
    ) -> Outcome<DataSet> {
        self.nested(dataset, place, outer, self.method.root_stance())
    }

    fn nested(
        &self,
        dataset: DataSet,
        place: AttributePlace<'_>,
        outer: &Text,
        stance: Stance,
    ) -> Outcome<DataSet> {
        let declares = dataset.get(tags::SPECIFIC_CHARACTER_SET).is_some();
        let own = declares.then(|| Text::of(&dataset, outer));
        let surroundings = Surroundings {
            retained: self.method.retained(&dataset),
            text: own.as_ref().unwrap_or(outer),
            stance,
        };
        let named =
            NamedBlocks::of(&dataset, surroundings.text, self.sweep, &surroundings.retained);
        let Settled { mut left, open } = self.settler.settle(dataset, stance, self.method);
        left.reserve(open.elements().len());
        for element in open.into_elements() {
            if named.hold(element.tag) {
                continue;
            }
            if let Some(element) = self.element(element, place, &surroundings)? {
                left.push(element);
            }
        }
        Ok(DataSet::new(left))
    }

    /// What becomes of an element; `None` where it is deleted.
    ///
    /// # Errors
    /// `E_NO_VALID_VALUE`, `E_MALFORMED`.
    pub fn element(
        &self,
        element: Element,
        place: AttributePlace<'_>,
        surroundings: &Surroundings<'_>,
    ) -> Outcome<Option<Element>> {
        let Element { tag, vr, .. } = element;
        let text = surroundings.text;
        let Retention { action, vr: meant } =
            surroundings.retained.get(tag).unwrap_or_else(|| Retention {
                action: self.method.action(self.types, place, &element),
                vr: element.meant_vr(),
            });
        let action = match (surroundings.stance, action) {
            (Stance::Dummy, Action::Keep | Action::Clean) if says_something(meant) => {
                match self.types.of(place, tag) {
                    AttributeType::One => Action::Dummy,
                    _ => Action::Remove,
                }
            }
            (_, action) => action,
        };
        match action {
            Action::Remove => Ok(None),
            Action::Empty => Ok(Some(emptied(element))),
            Action::Dummy | Action::Keep | Action::Clean if meant == VR::SQ => {
                let stance = self.method.stance(tag, action, surroundings.stance);
                self.items(element, text, stance).map(Some)
            }
            Action::Dummy if meant == VR::UI => self.remapped(element).map(Some),
            Action::Dummy => {
                let value = dummy(meant).ok_or(Fault(Code::NoValidValue))?;
                Ok(Some(Element::new(tag, vr, value)))
            }
            Action::Keep => self.kept(element, meant, place, surroundings),
            Action::Clean => self.cleaned(element, meant, place, surroundings),
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

    fn items(&self, element: Element, text: &Text, stance: Stance) -> Outcome<Element> {
        let Element { tag, vr, value } = element;
        let value = match value {
            Value::Items(items) => {
                let items = items
                    .into_iter()
                    .map(|item| self.nested(item, AttributePlace::Item(tag), text, stance));
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
        place: AttributePlace<'_>,
        surroundings: &Surroundings<'_>,
    ) -> Outcome<Option<Element>> {
        let Some(bytes) = element.bytes().filter(|_| descriptor::is_prose(meant)) else {
            return self.kept(element, meant, place, surroundings);
        };
        match descriptor::clean(bytes, meant, surroundings.text, self.sweep, self.cleaner) {
            None => Ok(Some(element)),
            Some(clean) => self.changed(element, place, |_| Some(clean)),
        }
    }

    /// A value that stays, see [`value::kept`].
    fn kept(
        &self,
        element: Element,
        meant: VR,
        place: AttributePlace<'_>,
        surroundings: &Surroundings<'_>,
    ) -> Outcome<Option<Element>> {
        let Some(bytes) = element.bytes() else {
            return self.kept_items(element, surroundings);
        };
        if value::is_text_for_code(element.tag, meant, bytes) {
            return self.cleaned(element, VR::LO, place, surroundings);
        }
        match value::kept(element.tag, meant, bytes, surroundings.text, self.sweep) {
            None => Ok(Some(element)),
            Some(left) => self.changed(element, place, |_| Some(left)),
        }
    }

    /// Items under a VR other than SQ (UN of an unknown attribute) are treated all the same.
    fn kept_items(
        &self,
        element: Element,
        surroundings: &Surroundings<'_>,
    ) -> Outcome<Option<Element>> {
        match element.value {
            Value::Items(_) => {
                let stance = self.method.stance(element.tag, Action::Keep, surroundings.stance);
                self.items(element, surroundings.text, stance).map(Some)
            }
            _ => Ok(Some(element)),
        }
    }

    /// An element with new UIDs.
    fn remapped(&self, element: Element) -> Outcome<Element> {
        let bytes = element.bytes().ok_or(Fault(Code::Malformed))?;
        let uids = value::new_uids(bytes, self.pseudonyms);
        Ok(Element::new(element.tag, element.vr, uids))
    }

    /// An element with each value hashed; what is no text becomes empty.
    fn hashed(&self, element: Element) -> Outcome<Element> {
        let bytes = element.bytes().ok_or(Fault(Code::Malformed))?;
        if !is_text(element.meant_vr()) {
            return Ok(emptied(element));
        }
        let hashed = match self.subject {
            Subject { named_by: NamedBy::Table, original, id, .. } if trim(bytes) == *original => {
                id.clone().into_bytes()
            }
            _ => value::hash(bytes, self.pseudonyms),
        };
        Ok(Element::new(element.tag, element.vr, hashed))
    }

    /// A new value; where there is none, the element is emptied, or given a dummy if it must have
    /// a value.
    fn changed(
        &self,
        element: Element,
        place: AttributePlace<'_>,
        change: impl FnOnce(&[u8]) -> Option<Vec<u8>>,
    ) -> Outcome<Option<Element>> {
        let Element { tag, vr, .. } = element;
        let Some(bytes) = element.bytes() else {
            return Ok(Some(emptied(element)));
        };
        let had_value = !trim(bytes).is_empty();
        let new = change(bytes).unwrap_or_default();
        if had_value && trim(&new).is_empty() && self.types.of(place, tag) == AttributeType::One {
            let value = dummy(element.meant_vr()).ok_or(Fault(Code::NoValidValue))?;
            return Ok(Some(Element::new(tag, vr, value)));
        }
        Ok(Some(Element::new(tag, vr, new)))
    }
}

/// Whether values of this representation can hold words: they are no numbers, no dates and no codes of
/// the standard.
fn says_something(vr: VR) -> bool {
    use VR::*;
    matches!(vr, AE | LO | LT | OB | PN | SH | ST | UC | UN | UR | UT)
}

fn emptied(element: Element) -> Element {
    let value = match element.meant_vr() {
        VR::SQ => Value::Items(Vec::new()),
        _ => Value::Bytes(Vec::new()),
    };
    Element { value, ..element }
}
