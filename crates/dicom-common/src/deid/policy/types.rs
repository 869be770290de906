//! The requirement types of attributes (PS3.3), from which follows what may be deleted.

use std::collections::HashMap;

use dicom_core::Tag;
use dicom_core::dictionary::{DataDictionary, DataDictionaryEntry};
use dicom_dictionary_std::StandardDataDictionary;

use super::AttributeType;

const ROOT: &str = include_str!("../../../data/attribute_types_root.csv");
const NESTED: &str = include_str!("../../../data/attribute_types_nested.csv");
const SOP_CLASSES: &str = include_str!("../../../data/sop_class_iod.csv");

/// The types of the attributes that policies treat, and of all text.
#[derive(Debug)]
pub struct AttributeTypes {
    /// The name of the IOD of a SOP Class, by its UID.
    iods: HashMap<&'static str, &'static str>,
    /// The types at the root of an object, by the name of its IOD.
    root: HashMap<&'static str, HashMap<Tag, AttributeType>>,
    /// The types in items, by the tags of the sequence and of the attribute.
    nested: HashMap<(Tag, Tag), AttributeType>,
    /// The strictest type in any IOD, for SOP classes that no table knows.
    strictest: HashMap<Tag, AttributeType>,
}

/// Where an attribute stands: at the root of an object, or in the items of a sequence.
#[derive(Debug, Clone, Copy)]
pub enum AttributePlace<'a> {
    /// At the root; the types of the object's IOD.
    Root(Option<&'a HashMap<Tag, AttributeType>>),
    /// In an item of the sequence with this tag.
    Item(Tag),
}

impl Default for AttributeTypes {
    fn default() -> Self {
        Self::load()
    }
}

impl AttributeTypes {
    /// The tables that are part of this program.
    pub fn load() -> Self {
        let mut root: HashMap<&str, HashMap<Tag, AttributeType>> = HashMap::new();
        let mut strictest = HashMap::new();
        for row in rows(ROOT) {
            let [tag, _, of_type, iods] = row;
            let (Some(tag), Some(of_type)) = (parse_tag(tag), parse_type(of_type)) else {
                continue;
            };
            stricter(&mut strictest, tag, of_type);
            for iod in iods.split(' ') {
                root.entry(iod).or_default().insert(tag, of_type);
            }
        }
        let mut nested = HashMap::new();
        for [parent, tag, _, of_type] in rows(NESTED) {
            let parent = StandardDataDictionary.by_name(parent).map(|e| e.tag_range().inner());
            if let (Some(parent), Some(tag), Some(of_type)) =
                (parent, parse_tag(tag), parse_type(of_type))
            {
                nested.insert((parent, tag), of_type);
            }
        }
        let iods = SOP_CLASSES.lines().skip(1).filter_map(|line| line.split_once(',')).collect();
        Self { iods, root, nested, strictest }
    }

    /// The root of an object of this SOP Class.
    pub fn root(&self, sop_class: &str) -> AttributePlace<'_> {
        let types = self.iods.get(sop_class).and_then(|iod| self.root.get(iod));
        AttributePlace::Root(types.or(Some(&self.strictest)))
    }

    /// The type of an attribute at a place.
    pub fn of(&self, place: AttributePlace<'_>, tag: Tag) -> AttributeType {
        let found = match place {
            AttributePlace::Root(types) => types.and_then(|types| types.get(&tag)),
            AttributePlace::Item(parent) => self.nested.get(&(parent, tag)),
        };
        found.copied().unwrap_or(AttributeType::Three)
    }
}

fn stricter(types: &mut HashMap<Tag, AttributeType>, tag: Tag, of_type: AttributeType) {
    let entry = types.entry(tag).or_insert(of_type);
    if of_type == AttributeType::One {
        *entry = of_type;
    }
}

fn rows(table: &'static str) -> impl Iterator<Item = [&'static str; 4]> {
    table.lines().skip(1).filter_map(|line| {
        let mut cells = line.splitn(4, ',');
        Some([cells.next()?, cells.next()?, cells.next()?, cells.next()?])
    })
}

/// A tag written as eight hexadecimal digits.
pub(super) fn parse_tag(text: &str) -> Option<Tag> {
    let number = (text.len() == 8).then(|| u32::from_str_radix(text, 16).ok())??;
    Some(Tag((number >> 16) as u16, (number & 0xFFFF) as u16))
}

fn parse_type(text: &str) -> Option<AttributeType> {
    match text {
        "1" | "1C" => Some(AttributeType::One),
        "2" | "2C" => Some(AttributeType::Two),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_tables_is_understood() {
        let types = AttributeTypes::load();
        let lines = |table: &str| table.lines().count() - 1;
        let tags = |table| rows(table).filter_map(|[tag, ..]| parse_tag(tag)).count();
        assert_eq!(tags(ROOT), lines(ROOT));
        assert!(
            rows(ROOT)
                .all(|[_, _, of_type, iods]| { parse_type(of_type).is_some() && !iods.is_empty() })
        );
        assert_eq!(types.nested.len(), lines(NESTED));
        assert_eq!(types.iods.len(), lines(SOP_CLASSES));
    }

    #[test]
    fn types_follow_the_iod_and_the_sequence() {
        let types = AttributeTypes::load();
        let ct = types.root("1.2.840.10008.5.1.4.1.1.2");
        assert_eq!(types.of(ct, Tag(0x0008, 0x0018)), AttributeType::One);
        assert_eq!(types.of(ct, Tag(0x0010, 0x0010)), AttributeType::Two);
        assert_eq!(types.of(ct, Tag(0x0010, 0x4000)), AttributeType::Three);
        let reference = AttributePlace::Item(Tag(0x0008, 0x1140));
        assert_eq!(types.of(reference, Tag(0x0008, 0x1155)), AttributeType::One);
    }
}
