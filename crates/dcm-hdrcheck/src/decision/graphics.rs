//! What Clean Graphics leaves of curves and overlays (PS3.15 E.3.3): numbers and regions of
//! interest. Sound goes, and so do overlays that are drawings: their bitmaps may hold letters.

use crate::reader::{DataSet, Tag, VR};

/// Overlay Type (60xx,0040) of a region of interest (PS3.3 C.9.2.1).
const REGION: &str = "R";
/// Overlay Comments (60xx,4000).
const COMMENTS: u16 = 0x4000;

/// The elements of curves and overlays that may stay.
pub(super) fn find(dataset: &DataSet) -> impl Iterator<Item = (Tag, VR)> + '_ {
    let stays = |Tag(group, number): Tag| match group & 0xFF01 {
        _ if number == 0 => false,
        // Audio: 2000 to 200E (retired, PS3.3-2004 C.10.2).
        0x5000 => !(0x2000..0x2100).contains(&number),
        0x6000 => number == COMMENTS || dataset.ascii(Tag(group, 0x0040)) == Some(REGION),
        _ => false,
    };
    dataset.elements().iter().filter(move |e| stays(e.tag)).map(|e| (e.tag, e.meant_vr()))
}
