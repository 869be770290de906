//! Overlays (PS3.3 C.9.2).

use dicom_core::Tag;

use super::element::{DataSet, Element};

/// Whether an overlay lies in unused bits of the pixel data (retired, PS3.5 8.1.2): its group has
/// no data of its own.
pub fn embeds_overlay(dataset: &DataSet) -> bool {
    dataset.elements().iter().any(|e| {
        let Tag(group, element) = e.tag;
        group & 0xFF00 == 0x6000
            && element == 0x0010
            && dataset.get(Tag(group, 0x3000)).is_none()
            && dataset.get(Tag(group, 0x0102)).and_then(Element::bytes).is_some_and(|b| b != [0, 0])
    })
}
