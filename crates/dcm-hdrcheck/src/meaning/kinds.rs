//! What must not be there by its kind, also where the policy's table does not name it: numbers of
//! orders, comments, birth dates of other calendars, encrypted originals.

use dicom_dictionary_std::tags;

use crate::reader::Tag;

/// The attributes, retired ones among them.
const IDENTIFYING: &[u32] = &[
    // Birth and death in an alternative calendar.
    0x0010_0033,
    0x0010_0034,
    // Comments, and texts about a person.
    0x0008_4000,
    0x0010_4000,
    0x0018_4000,
    0x0020_4000,
    0x0028_4000,
    0x0032_4000,
    0x0038_4000,
    0x0040_0280,
    0x0040_0400,
    0x0040_1400,
    0x0040_2400,
    0x0088_0904,
    0x0088_0906,
    0x4008_0300,
    0x4008_4000,
    0x4008_010B,
    0x0040_A353,
    0x0040_A354,
    // Orders, steps and documents.
    0x0032_1064,
    0x0040_0009,
    0x0040_0253,
    0x0040_1001,
    0x0040_1006,
    0x0040_1007,
    0x0040_2006,
    0x0040_2007,
    0x0040_2016,
    0x0040_2017,
    0x0040_2008,
    0x0040_2009,
    0x0040_2010,
    0x0040_E001,
    0x0040_A124,
    0x0082_0016,
    0x0010_2295,
    0x0010_2296,
    0x0040_0031,
    0x0040_0032,
    // Visits and places.
    0x0038_0010,
    0x0038_0011,
    0x0038_0060,
    0x0038_0300,
    0x0038_0400,
    0x0008_0092,
    0x0008_0094,
    0x0010_1040,
    0x0010_2154,
    0x0010_2155,
    0x0008_0081,
    0x0040_2001,
    // What an object was before, encrypted or not.
    0x0400_0500,
    0x0400_0550,
    0x0400_0561,
];

/// Whether an attribute is one that names somebody, or an order, visit or place.
pub(crate) fn is_identifying(tag: Tag) -> bool {
    let number = u32::from(tag.0) << 16 | u32::from(tag.1);
    IDENTIFYING.contains(&number) && tag != tags::UID
}
