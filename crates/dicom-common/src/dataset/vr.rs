//! Value representations (PS3.5 6.2).

use dicom_core::VR;

/// Whether values are text: characters that are not the decimal digits of a number (DS and IS are
/// numbers).
pub fn is_text(vr: VR) -> bool {
    use VR::*;
    matches!(vr, AE | AS | CS | DA | DT | LO | LT | PN | SH | ST | TM | UC | UI | UR | UT)
}

/// The byte that makes a value's length even: a space for text, zero for numbers and UIDs.
pub(super) fn padding(vr: VR) -> u8 {
    use VR::*;
    match vr {
        AE | AS | CS | DA | DS | DT | IS | LO | LT | PN | SH | ST | TM | UC | UR | UT => b' ',
        _ => 0,
    }
}

/// Value representations whose explicit encoding has a 32-bit length (PS3.5 table 7.1-1).
pub(super) fn has_long_length(vr: VR) -> bool {
    use VR::*;
    matches!(vr, OB | OD | OF | OL | OV | OW | SQ | SV | UC | UN | UR | UT | UV)
}
