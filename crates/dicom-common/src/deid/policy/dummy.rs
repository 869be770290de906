//! Values that are valid and say nothing.

use dicom_core::VR;

/// A dummy of this value representation (PS3.15 E.3.1 action D); `None` where only the original's
/// kind of content would be valid.
pub fn dummy(vr: VR) -> Option<Vec<u8>> {
    use VR::*;
    let text = match vr {
        AE | CS | LO | LT | PN | SH | ST | UC | UT => "REMOVED",
        AS => "000Y",
        DA => "19000101",
        DT => "19000101000000",
        TM => "000000",
        DS | IS => "0",
        UR => "urn:removed",
        US | SS => return Some(vec![0; 2]),
        UL | SL | FL | AT | OF | OL => return Some(vec![0; 4]),
        UV | SV | FD | OD | OV => return Some(vec![0; 8]),
        OB | OW | UN => return Some(vec![0; 2]),
        UI | SQ => return None,
    };
    Some(text.as_bytes().to_vec())
}
