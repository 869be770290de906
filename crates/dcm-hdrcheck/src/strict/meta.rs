//! The file meta information (group 0002, PS3.10 7.1).

use dicom_common::deid::pseudonym::is_uid;
use dicom_dictionary_std::tags;

use crate::reader::{DataSet, Element, Tag, is_blank, trim};
use crate::reason::Reason;

/// What a file needs, and the name of the program that wrote it. All else (application entities,
/// network addresses, private information) tells where the file comes from.
const EXPECTED: [Tag; 6] = [
    tags::FILE_META_INFORMATION_GROUP_LENGTH,
    tags::FILE_META_INFORMATION_VERSION,
    tags::MEDIA_STORAGE_SOP_CLASS_UID,
    tags::TRANSFER_SYNTAX_UID,
    tags::IMPLEMENTATION_CLASS_UID,
    tags::IMPLEMENTATION_VERSION_NAME,
];

/// What the choice makes of UIDs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Uids {
    /// They are replaced by new ones.
    New,
    /// They stay: the option "retain UIDs".
    Stay,
}

/// Judges an element of the file meta information.
pub(super) fn accept(element: &Element, dataset: &DataSet, uids: Uids) -> Reason {
    match (element.tag, element.bytes()) {
        (tags::MEDIA_STORAGE_SOP_INSTANCE_UID, Some(bytes)) => instance(bytes, dataset, uids),
        (tag, Some(_)) if EXPECTED.contains(&tag) => Reason::Kept,
        (_, Some(bytes)) if is_blank(element.meant_vr(), bytes) => Reason::Empty,
        // A value too long to be taken in, or a sequence, has content.
        _ => Reason::MetaNotRemoved,
    }
}

fn instance(bytes: &[u8], dataset: &DataSet, uids: Uids) -> Reason {
    let own = std::str::from_utf8(trim(bytes)).unwrap_or("?");
    match (Some(own).filter(|uid| !uid.is_empty()), dataset.ascii(tags::SOP_INSTANCE_UID)) {
        (None, _) => Reason::Empty,
        (Some(uid), Some(other)) if uid != other => Reason::MetaDiffers,
        (Some(_), Some(_)) if uids == Uids::Stay => Reason::Kept,
        (Some(uid), _) if is_uid(uid) => Reason::NewUid,
        _ => Reason::NotNewUid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::{Extent, VR, Value};
    use dicom_common::deid::pseudonym::{Key, Pseudonyms};

    fn judged(tag: Tag, vr: VR, value: &str, instance: &str) -> Reason {
        let uid = Element::new(tags::SOP_INSTANCE_UID, VR::UI, instance.as_bytes().to_vec());
        let element = Element::new(tag, vr, value.as_bytes().to_vec());
        accept(&element, &DataSet::new(vec![uid]), Uids::New)
    }

    #[test]
    fn the_instance_must_be_that_of_the_data_set() {
        let new = Pseudonyms::new(&Key::from_bytes(vec![7; 32]).unwrap()).uid("1.2.3");
        let tag = tags::MEDIA_STORAGE_SOP_INSTANCE_UID;
        assert_eq!(judged(tag, VR::UI, &new, &new), Reason::NewUid);
        assert_eq!(judged(tag, VR::UI, "1.2.3", &new), Reason::MetaDiffers);
        assert_eq!(judged(tag, VR::UI, "1.2.3", "1.2.3"), Reason::NotNewUid);
    }

    #[test]
    fn where_a_file_came_from_must_go() {
        let title = tags::SOURCE_APPLICATION_ENTITY_TITLE;
        assert_eq!(judged(title, VR::AE, "HOSPITAL_PACS", ""), Reason::MetaNotRemoved);
        assert_eq!(judged(title, VR::AE, " ", ""), Reason::Empty);
        assert_eq!(judged(tags::PRIVATE_INFORMATION, VR::OB, "x", ""), Reason::MetaNotRemoved);
        assert_eq!(judged(tags::IMPLEMENTATION_VERSION_NAME, VR::SH, "X_1", ""), Reason::Kept);
    }

    #[test]
    fn what_is_too_long_to_be_taken_in_or_has_items_is_not_empty() {
        let extent = Extent { offset: 0, len: 10_000 };
        let tag = tags::PRIVATE_INFORMATION;
        for value in [Value::Stored(extent), Value::Items(vec![DataSet::default()])] {
            let element = Element { value, ..Element::new(tag, VR::OB, Vec::new()) };
            let reason = accept(&element, &DataSet::default(), Uids::New);
            assert_eq!(reason, Reason::MetaNotRemoved);
        }
    }
}
