//! A script, applied to a file's data set in CTP's order: what `@always()` adds, then the elements
//! that are there; items of a sequence only where its entry says `@process()`.

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::{
    DataSet, Element, Encoding, Tag, Text, VR, Value, dictionary_vr, is_text,
};
use dicom_common::deid::policy::{AttributePlace, BASIC, ProfileOption};
use dicom_dictionary_std::tags;

use super::body::{Body, Call, Part};
use super::evaluate::{Readable, Scene, Verdict};
use super::script::Script;
use super::value::{contents, with_text};

/// What CTP assumes where a file names no character set.
const CHARACTER_SET: &[u8] = b"ISO_IR 100";

/// What is done with an element that stays because nothing names it.
pub type KeepUnnamed<'a> = dyn Fn(Element, AttributePlace<'_>) -> Outcome<Option<Element>> + 'a;

/// A script on its way through one file.
struct Walk<'a> {
    script: &'a Script,
    /// The file's data set.
    root: Readable<'a>,
    /// Byte order of numbers.
    encoding: Encoding,
    keep_unnamed: &'a KeepUnnamed<'a>,
}

impl Script {
    /// The data set as the script wants it.
    ///
    /// # Errors
    /// `E_SCRIPT` when a call fails or its result does not fit the element, `S_SCRIPT` for
    /// `@skip()`, and what `keep_unnamed` finds.
    pub fn apply(
        &self,
        mut original: DataSet,
        encoding: Encoding,
        place: AttributePlace<'_>,
        keep_unnamed: &KeepUnnamed<'_>,
    ) -> Outcome<DataSet> {
        if original.get(tags::SPECIFIC_CHARACTER_SET).is_none() {
            let set = CHARACTER_SET.to_vec();
            original.put(Element::new(tags::SPECIFIC_CHARACTER_SET, VR::CS, set));
        }
        let text = Text::of(&original, &Text::default());
        let walk = Walk {
            script: self,
            root: Readable { dataset: &original, text: &text },
            encoding,
            keep_unnamed,
        };
        let mut inserted = walk.insertions()?;
        inserted.extend(walk.dataset(&original, &text, place)?.into_elements());
        Ok(DataSet::new(inserted))
    }
}

impl<'a> Walk<'a> {
    fn scene<'b>(&self, here: Readable<'b>) -> Scene<'b>
    where
        'a: 'b,
    {
        Scene { script: self.script, here, root: self.root, encoding: self.encoding }
    }

    /// Elements that the root has not, and the script adds.
    fn insertions(&self) -> Outcome<Vec<Element>> {
        let root = self.root.dataset;
        let mut missing: Vec<(Tag, &Body)> = self
            .script
            .entries
            .iter()
            .filter_map(|(attribute, body)| Some((attribute.tag_in(root)?, body)))
            .filter(|(tag, _)| root.get(*tag).is_none())
            .collect();
        // Numbers are given in this order.
        missing.sort_by_key(|(tag, _)| *tag);
        let scene = self.scene(self.root);
        let added = missing.into_iter().map(|(tag, body)| self.insertion(&scene, tag, body));
        added.filter_map(Result::transpose).collect()
    }

    fn insertion(&self, scene: &Scene<'_>, tag: Tag, body: &Body) -> Outcome<Option<Element>> {
        if tag == tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE {
            return self.codes(scene, None, body);
        }
        let absent = if tag.0 % 2 == 1 { VR::LO } else { VR::SH };
        let vr = dictionary_vr(tag).unwrap_or(absent);
        match (body.as_slice(), vr) {
            ([Part::Call(Call::Always), Part::Call(Call::Require(..)), ..], VR::SQ) => {
                Ok(Some(Element::sequence(tag, Vec::new())))
            }
            ([Part::Call(Call::Always), ..], vr) if vr != VR::SQ => {
                let value = match scene.verdict(body, tag)? {
                    Verdict::Keep | Verdict::Process | Verdict::Remove => return Ok(None),
                    Verdict::Blank(_) => String::new(),
                    Verdict::Text(value) => value,
                };
                with_value(tag, vr, &value, scene).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn dataset(
        &self,
        original: &DataSet,
        text: &Text,
        place: AttributePlace<'_>,
    ) -> Outcome<DataSet> {
        let scene = self.scene(Readable { dataset: original, text });
        let elements = original.elements().iter().map(|e| self.element(&scene, e, place));
        Ok(DataSet::new(elements.filter_map(Result::transpose).collect::<Outcome<_>>()?))
    }

    fn element(
        &self,
        scene: &Scene<'_>,
        element: &Element,
        place: AttributePlace<'_>,
    ) -> Outcome<Option<Element>> {
        let tag = element.tag;
        // A group length is wrong as soon as anything changes.
        if tag.1 == 0 || self.script.drops(tag) {
            return Ok(None);
        }
        let Some(body) = self.script.body(tag, scene.here.dataset) else {
            let stays = self.script.leaves(tag) || self.script.is_safe(element, scene.here.dataset);
            return match stays {
                true => (self.keep_unnamed)(element.clone(), place),
                false => Ok(None),
            };
        };
        if tag == tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE {
            return self.codes(scene, Some(element), body);
        }
        let vr = element.meant_vr();
        match scene.verdict(body, tag)? {
            Verdict::Keep => Ok(Some(element.clone())),
            Verdict::Process => self.items(scene, element).map(Some),
            Verdict::Remove => Ok(None),
            Verdict::Blank(count) if vr != VR::SQ && is_text(vr) => {
                Ok(Some(Element::new(tag, vr, vec![b' '; count])))
            }
            Verdict::Blank(_) => with_value(tag, vr, "", scene).map(Some),
            Verdict::Text(value) => {
                let same = !value.is_empty()
                    && contents(element, scene.here.text, self.encoding)
                        .is_ok_and(|old| old == value);
                match same {
                    // As it is encoded, whatever the character set.
                    true => Ok(Some(element.clone())),
                    false => with_value(tag, vr, &value, scene).map(Some),
                }
            }
        }
    }

    fn items(&self, scene: &Scene<'_>, element: &Element) -> Outcome<Element> {
        let items = match &element.value {
            Value::Items(items) => items,
            // A sequence that was not read as one hides its content.
            Value::Bytes(bytes) if element.meant_vr() == VR::SQ && !bytes.is_empty() => {
                return Err(Fault(Code::Malformed));
            }
            // As in CTP, @process() keeps what has no items.
            _ => return Ok(element.clone()),
        };
        let place = AttributePlace::Item(element.tag);
        let items =
            items.iter().map(|item| self.dataset(item, &Text::of(item, scene.here.text), place));
        let value = Value::Items(items.collect::<Outcome<_>>()?);
        Ok(Element { value, ..element.clone() })
    }

    /// (0012,0064): codes separated by `/` are added; `reset` empties it first.
    fn codes(
        &self,
        scene: &Scene<'_>,
        element: Option<&Element>,
        body: &Body,
    ) -> Outcome<Option<Element>> {
        let tag = tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE;
        let value = match scene.verdict(body, tag)? {
            Verdict::Remove => return Ok(None),
            Verdict::Text(value) if !value.is_empty() => value,
            _ => return Ok(element.cloned()),
        };
        let mut items = element.map(Element::items).unwrap_or_default().to_vec();
        for code in value.split('/').map(str::trim) {
            if code.eq_ignore_ascii_case("reset") {
                items.clear();
                continue;
            }
            let options = ProfileOption::ALL.map(ProfileOption::method_code);
            let known = [BASIC].into_iter().chain(options).find(|known| known.value == code);
            let (scheme, meaning) =
                known.map_or(("UNKNOWN", "UNKNOWN"), |known| ("DCM", known.meaning));
            let text = |tag, vr, value| with_text(tag, vr, value, scene.here.text, self.encoding);
            items.push(DataSet::new(vec![
                text(tags::CODE_VALUE, VR::SH, code)?,
                text(tags::CODING_SCHEME_DESIGNATOR, VR::SH, scheme)?,
                text(tags::CODE_MEANING, VR::LO, meaning)?,
            ]));
        }
        Ok(Some(Element::sequence(tag, items)))
    }
}

/// An element with a value; empty is empty, also for sequences, which CTP would leave full.
fn with_value(tag: Tag, vr: VR, value: &str, scene: &Scene<'_>) -> Outcome<Element> {
    match (value, vr) {
        ("", VR::SQ) => Ok(Element::sequence(tag, Vec::new())),
        ("", vr) => Ok(Element::new(tag, vr, Vec::new())),
        (value, vr) => with_text(tag, vr, value, scene.here.text, scene.encoding),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ctp::Resources;

    #[test]
    fn a_sequence_that_was_not_read_as_one_is_not_taken_for_processed() {
        let entry = r#"<script><e en="T" t="00400275" n="x">@process()</e></script>"#;
        let (script, _) = Script::read(entry, Resources::default()).unwrap();
        let apply = |bytes: &[u8]| {
            let sequence = tags::REQUEST_ATTRIBUTES_SEQUENCE;
            let dataset = DataSet::new(vec![Element::new(sequence, VR::SQ, bytes.to_vec())]);
            let stays = |element, _: AttributePlace<'_>| Ok(Some(element));
            script.apply(dataset, Encoding::ExplicitLittle, AttributePlace::Root(None), &stays)
        };
        assert_eq!(apply(b"Doe^Jane").err(), Some(Fault(Code::Malformed)));
        assert!(apply(b"").is_ok());
    }
}
