//! What Clean Graphics leaves of curves and overlays (PS3.15 E.3.3): numbers and regions of
//! interest. Text is cleaned like all text. Sound goes, and so do overlays that are drawings: their
//! bitmaps may hold letters that no program here reads.

use dicom_core::{Tag, VR};

use crate::dataset::DataSet;

/// Overlay Type (60xx,0040) of a region of interest (PS3.3 C.9.2.1).
const REGION: &str = "R";

/// Adds the elements of curves and overlays that stay.
pub(super) fn find(dataset: &DataSet, found: &mut Vec<(Tag, VR)>) {
    for element in dataset.elements() {
        let Tag(group, number) = element.tag;
        let stays = number != 0
            && match group & 0xFF01 {
                // Audio: 2000 to 200E (retired, PS3.3-2004 C.10.2).
                0x5000 => !(0x2000..0x2100).contains(&number),
                0x6000 => number == COMMENTS || dataset.ascii(Tag(group, 0x0040)) == Some(REGION),
                _ => false,
            };
        if stays {
            found.push((element.tag, element.meant_vr()));
        }
    }
}

/// Overlay Comments (60xx,4000).
const COMMENTS: u16 = 0x4000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Element;

    #[test]
    fn drawings_and_sound_go() {
        let element = |tag, vr, value: &[u8]| Element::new(tag, vr, value.to_vec());
        let dataset = DataSet::new(vec![
            element(Tag(0x5002, 0x0000), VR::UL, &[0; 4]),
            element(Tag(0x5002, 0x3000), VR::OW, &[0; 4]),
            element(Tag(0x5002, 0x200C), VR::OB, &[0; 4]),
            element(Tag(0x6000, 0x0040), VR::CS, b"R"),
            element(Tag(0x6000, 0x3000), VR::OW, &[0; 4]),
            element(Tag(0x6002, 0x0040), VR::CS, b"G"),
            element(Tag(0x6002, 0x3000), VR::OW, &[0; 4]),
            element(Tag(0x6002, 0x4000), VR::LT, b"left"),
        ]);
        let mut found = Vec::new();
        find(&dataset, &mut found);
        let tags: Vec<_> = found.iter().map(|(tag, _)| (tag.0, tag.1)).collect();
        assert_eq!(tags, [(0x5002, 0x3000), (0x6000, 0x0040), (0x6000, 0x3000), (0x6002, 0x4000)]);
    }
}
