//! Value representations (PS3.5 6.2) and the standard's dictionary (PS3.6).

use dicom_core::dictionary::{DataDictionary, DataDictionaryEntry};
use dicom_core::{Tag, VR};
use dicom_dictionary_std::StandardDataDictionary;

/// Whether values are text: characters that are not the decimal digits of a number (DS and IS are
/// numbers).
pub fn is_text(vr: VR) -> bool {
    use VR::*;
    matches!(vr, AE | AS | CS | DA | DT | LO | LT | PN | SH | ST | TM | UC | UI | UR | UT)
}

/// Whether values are characters, be they text or the digits of numbers.
pub fn is_characters(vr: VR) -> bool {
    is_text(vr) || matches!(vr, VR::DS | VR::IS)
}

/// Whether values are written in the character sets that the data set names (PS3.5 6.1.2.3).
pub fn has_own_characters(vr: VR) -> bool {
    use VR::*;
    matches!(vr, LO | LT | PN | SH | ST | UC | UT)
}

/// Whether the explicit encoding has a 32-bit length (PS3.5 table 7.1-1).
pub(super) fn has_long_length(vr: VR) -> bool {
    use VR::*;
    matches!(vr, OB | OD | OF | OL | OV | OW | SQ | SV | UC | UN | UR | UT | UV)
}

/// What the dictionary gives as the value representation of a tag.
pub fn dictionary_vr(tag: Tag) -> Option<VR> {
    match tag {
        Tag(group, number) if group % 2 == 1 => (0x10..0x100).contains(&number).then_some(VR::LO),
        Tag(_, 0) => Some(VR::UL),
        tag => Some(StandardDataDictionary.by_tag(tag)?.vr().relaxed()),
    }
}

/// The keyword of a tag in the dictionary.
pub fn keyword(tag: Tag) -> Option<&'static str> {
    if tag.0 % 2 == 1 || tag.1 == 0 {
        return None;
    }
    Some(StandardDataDictionary.by_tag(tag)?.alias())
}
