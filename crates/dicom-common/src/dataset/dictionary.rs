//! The standard's data dictionary (PS3.6).

use dicom_core::dictionary::{DataDictionary, DataDictionaryEntry};
use dicom_core::{Tag, VR};
use dicom_dictionary_std::StandardDataDictionary;

/// What the standard's dictionary (PS3.6) gives as the value representation of a tag.
pub fn dictionary_vr(tag: Tag) -> Option<VR> {
    if tag.0 % 2 == 1 {
        return (tag.1 & 0xFF00 == 0 && tag.1 >= 0x10).then_some(VR::LO);
    }
    if tag.1 == 0 {
        return Some(VR::UL);
    }
    Some(StandardDataDictionary.by_tag(tag)?.vr().relaxed())
}

/// The keyword of a tag in the standard's dictionary (PS3.6).
pub fn keyword(tag: Tag) -> Option<&'static str> {
    if tag.0 % 2 == 1 || tag.1 == 0 {
        return None;
    }
    Some(StandardDataDictionary.by_tag(tag)?.alias())
}

/// The tag of a keyword in the standard's dictionary (PS3.6).
pub fn tag_of_keyword(keyword: &str) -> Option<Tag> {
    Some(StandardDataDictionary.by_name(keyword)?.tag())
}
