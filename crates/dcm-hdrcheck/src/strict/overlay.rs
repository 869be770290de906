//! Overlays inside the pixel data (PS3.3 C.9.2).

use crate::reader::{DataSet, Element, Tag};

/// Whether an overlay lies in unused bits of the pixel data (retired, PS3.5 8.1.2): its group has no
/// data of its own.
pub(super) fn is_embedded(dataset: &DataSet) -> bool {
    dataset.elements().iter().any(|e| {
        let Tag(group, element) = e.tag;
        let at = |number| dataset.get(Tag(group, number));
        let lies_in_bit = || at(0x0102).and_then(Element::bytes).is_some_and(|b| b != [0, 0]);
        group & 0xFF00 == 0x6000 && element == 0x0010 && at(0x3000).is_none() && lies_in_bit()
    })
}
