//! Where in a data set an element is.

use std::fmt;

use dicom_core::value::DataSetSequence;
use dicom_core::{DataElement, Tag, VR};
use dicom_object::InMemDicomObject;
use dicom_object::mem::InMemElement;

/// The path to an element: `00081030`, `00400275[0].00400007` with the item's number counted from
/// 0, `0019[GEMS_ACQU_01]23` for a private element by its creator, or `*` for every element.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place(Vec<Step>);

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Step {
    name: Name,
    item: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Name {
    Standard(Tag),
    Private { group: u16, creator: String, element: u8 },
}

impl Place {
    /// Every element of the file, at any depth.
    pub const EVERYWHERE: Self = Self(Vec::new());

    /// The place that a text names.
    pub fn parse(text: &str) -> Option<Self> {
        let mut steps = Vec::new();
        let mut rest = if text == "*" { "" } else { text };
        if rest.is_empty() && text != "*" {
            return None;
        }
        while !rest.is_empty() {
            let (step, after) = Step::parse(rest)?;
            steps.push(step);
            rest = match after.strip_prefix('.') {
                Some("") => return None,
                Some(rest) => rest,
                None if after.is_empty() => after,
                None => return None,
            };
        }
        Some(Self(steps))
    }

    /// The place of a standard element of the root.
    pub fn root(tag: Tag) -> Self {
        Self(vec![Step { name: Name::Standard(tag), item: None }])
    }

    /// Whether it is that element of the root.
    pub fn is(&self, tag: Tag) -> bool {
        matches!(&self.0[..], [Step { name: Name::Standard(t), .. }] if *t == tag)
    }

    /// Whether it stands for every element.
    pub fn is_everywhere(&self) -> bool {
        self.0.is_empty()
    }

    /// The tag of a standard element.
    pub fn tag(&self) -> Option<Tag> {
        match &self.0.last()?.name {
            Name::Standard(tag) => Some(*tag),
            Name::Private { .. } => None,
        }
    }

    /// As the validation script of the MIDI challenge writes it:
    /// `<(0040,0275)>[<0000>]<(0019,"GEMS_ACQU_01",23)>`.
    pub fn midi(&self) -> String {
        let mut text = String::new();
        for step in &self.0 {
            let name = match &step.name {
                Name::Standard(Tag(group, element)) => format!("<({group:04x},{element:04x})>"),
                Name::Private { group, creator, element } => {
                    format!("<({group:04x},\"{}\",{element:02x})>", creator.to_uppercase())
                }
            };
            text += &name;
            if let Some(item) = step.item {
                text += &format!("[<{item:04}>]");
            }
        }
        text
    }

    /// The element, if it is there.
    pub fn find<'a>(&self, object: &'a InMemDicomObject) -> Option<&'a InMemElement> {
        let (last, path) = self.0.split_last()?;
        let mut object = object;
        for step in path {
            let element = object.get(step.name.tag(object)?)?;
            object = element.items()?.get(step.item.unwrap_or(0))?;
        }
        object.get(last.name.tag(object)?)
    }

    /// Puts an element there, with the sequences and private blocks around it.
    pub fn put(&self, object: &mut InMemDicomObject, element: impl FnOnce(Tag) -> InMemElement) {
        put(object, &self.0, element);
    }
}

fn put(object: &mut InMemDicomObject, steps: &[Step], element: impl FnOnce(Tag) -> InMemElement) {
    let Some((step, rest)) = steps.split_first() else { return };
    let tag = step.name.reserve(object);
    if rest.is_empty() {
        object.put(element(tag));
        return;
    }
    let number = step.item.unwrap_or(0);
    let mut items: Vec<_> = object
        .take(tag)
        .and_then(|element| element.into_value().into_items())
        .map(|items| items.into_iter().collect())
        .unwrap_or_default();
    items.resize_with(items.len().max(number + 1), InMemDicomObject::new_empty);
    if let Some(item) = items.get_mut(number) {
        put(item, rest, element);
    }
    object.put(DataElement::new(tag, VR::SQ, DataSetSequence::from(items)));
}

impl Name {
    /// Its tag in a data set.
    fn tag(&self, object: &InMemDicomObject) -> Option<Tag> {
        match self {
            Self::Standard(tag) => Some(*tag),
            Self::Private { group, creator, element } => {
                let is_block = |block: &u16| {
                    let name = object.get(Tag(*group, *block)).and_then(|e| e.to_str().ok());
                    name.is_some_and(|name| name.trim() == creator)
                };
                let block = (0x10..=0xFF).find(is_block)?;
                Some(Tag(*group, block << 8 | u16::from(*element)))
            }
        }
    }

    /// The same, after a block was reserved for the creator if there was none.
    fn reserve(&self, object: &mut InMemDicomObject) -> Tag {
        let (group, creator, element) = match self {
            Self::Standard(tag) => return *tag,
            Self::Private { group, creator, element } => (*group, creator, *element),
        };
        if let Some(tag) = self.tag(object) {
            return tag;
        }
        let free = |block: &u16| object.get(Tag(group, *block)).is_none();
        let block = (0x10..=0xFF).find(free).unwrap_or(0xFF);
        object.put(DataElement::new(Tag(group, block), VR::LO, creator.as_str()));
        Tag(group, block << 8 | u16::from(element))
    }
}

impl Step {
    /// The first step of a path, and what is left of it.
    fn parse(text: &str) -> Option<(Self, &str)> {
        let group = u16::from_str_radix(text.get(..4)?, 16).ok()?;
        let rest = text.get(4..)?;
        let (name, rest) = match rest.strip_prefix('[') {
            Some(rest) => {
                let (creator, rest) = rest.split_once(']')?;
                let element = u8::from_str_radix(rest.get(..2)?, 16).ok()?;
                (Name::Private { group, creator: creator.to_owned(), element }, rest.get(2..)?)
            }
            None => {
                let element = u16::from_str_radix(rest.get(..4)?, 16).ok()?;
                (Name::Standard(Tag(group, element)), rest.get(4..)?)
            }
        };
        let (item, rest) = match rest.strip_prefix('[') {
            None => (None, rest),
            Some(rest) => {
                let (number, rest) = rest.split_once(']')?;
                (Some(number.parse().ok()?), rest)
            }
        };
        Some((Self { name, item }, rest))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_everywhere() {
            return f.write_str("*");
        }
        for (at, step) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str(".")?;
            }
            match &step.name {
                Name::Standard(Tag(group, element)) => write!(f, "{group:04X}{element:04X}")?,
                Name::Private { group, creator, element } => {
                    write!(f, "{group:04X}[{creator}]{element:02X}")?;
                }
            }
            if let Some(item) = step.item {
                write!(f, "[{item}]")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_written_as_they_are_read() {
        for text in ["*", "00081030", "00400275[0].00400007", "0040A730[1].0009[ACME PHI 1.0]04"] {
            assert_eq!(Place::parse(text).unwrap().to_string(), text);
        }
        let place = Place::parse("00400275[12].0019[Gems_Acqu]2F").unwrap();
        assert_eq!(place.midi(), "<(0040,0275)>[<0012>]<(0019,\"GEMS_ACQU\",2f)>");
        for text in ["", "0008", "00081030.", "0019[X", "00400275[x].00400007"] {
            assert_eq!(Place::parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_was_put_is_found_in_items_and_private_blocks() {
        let mut object = InMemDicomObject::new_empty();
        for text in ["00400275[1].0019[B]23", "00400275[1].0019[A]23", "00400275[0].00400007"] {
            let place = Place::parse(text).unwrap();
            place.put(&mut object, |tag| DataElement::new(tag, VR::LO, text));
        }
        for text in ["00400275[1].0019[B]23", "00400275[1].0019[A]23", "00400275[0].00400007"] {
            let found = Place::parse(text).unwrap();
            assert_eq!(found.find(&object).unwrap().to_str().unwrap(), text);
        }
        assert!(Place::parse("00400275[2].00400007").unwrap().find(&object).is_none());
    }
}
