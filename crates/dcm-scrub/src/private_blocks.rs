//! Blocks of private elements (PS3.5 7.8.1) whose creator names somebody: they go as a whole, as a
//! block without its creator could not be read, and a creator that is cut is another one.

use dicom_common::dataset::{DataSet, Element, Tag, Text, Value};
use dicom_common::deid::policy::Retained;

use crate::sweep::Sweep;
use crate::value::is_private_creator;

/// The blocks of one data set, not of its items.
pub struct NamedBlocks(Vec<Block>);

#[derive(Clone, Copy, PartialEq, Eq)]
struct Block {
    group: u16,
    /// The number of its creator's element.
    number: u16,
}

impl NamedBlocks {
    /// Those whose creator holds what is known of people. A creator that the policy lets stay is
    /// a public one.
    pub fn of(dataset: &DataSet, text: &Text, sweep: &Sweep, retained: &Retained) -> Self {
        let creators = dataset.elements().iter().filter(|element| is_private_creator(element.tag));
        let named = creators.filter(|creator| {
            let name = creator.bytes().map(|bytes| text.guess(bytes)).unwrap_or_default();
            retained.get(creator.tag).is_none() && sweep.names_somebody(&name)
        });
        Self(named.map(Block::of).collect())
    }

    /// Whether an element is in one of them.
    pub fn hold(&self, tag: Tag) -> bool {
        let number = if is_private_creator(tag) { tag.1 } else { tag.1 >> 8 };
        self.0.contains(&Block { group: tag.0, number })
    }
}

/// The data set without such blocks, also in its items.
pub fn without_named_blocks(dataset: DataSet, outer: &Text, sweep: &Sweep) -> DataSet {
    let text = Text::of(&dataset, outer);
    let named = NamedBlocks::of(&dataset, &text, sweep, &Retained::default());
    let elements = dataset.into_elements().into_iter().filter(|element| !named.hold(element.tag));
    let inside = |element: Element| match element.value {
        Value::Items(items) => {
            let items = items.into_iter().map(|item| without_named_blocks(item, &text, sweep));
            Element { value: Value::Items(items.collect()), ..element }
        }
        _ => element,
    };
    DataSet::new(elements.map(inside).collect())
}

impl Block {
    fn of(creator: &Element) -> Self {
        Self { group: creator.tag.0, number: creator.tag.1 }
    }
}

#[cfg(test)]
mod tests {
    use dicom_common::dataset::VR;
    use dicom_common::deid::known_values::Evidence;

    use super::*;
    use crate::known::KnownValues;

    #[test]
    fn a_block_stays_or_goes_whole() {
        let text = |tag, value: &[u8]| Element::new(tag, VR::LO, value.to_vec());
        let dataset = DataSet::new(vec![
            text(Tag(0x0013, 0x0010), b"CTP"),
            text(Tag(0x0013, 0x0011), b"SMITH TOOLS"),
            text(Tag(0x0013, 0x1110), b"x"),
        ]);
        let known = vec![Evidence::Name("Smith^Jane".to_owned())];
        let sweep = Sweep::new(KnownValues::from_evidence(known).unwrap()).unwrap();
        let blocks = NamedBlocks::of(&dataset, &Text::default(), &sweep, &Retained::default());
        for (element, gone) in
            [(0x0010, false), (0x1010, false), (0x0011, true), (0x1110, true), (0x11FF, true)]
        {
            assert_eq!(blocks.hold(Tag(0x0013, element)), gone, "{element:04X}");
        }
        assert!(!blocks.hold(Tag(0x0015, 0x0011)));
        let left = without_named_blocks(dataset, &Text::default(), &sweep);
        assert_eq!(left.elements().len(), 1);
    }
}
