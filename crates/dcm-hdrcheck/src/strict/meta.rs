//! The file meta information (group 0002, PS3.10 7.1).

use dicom_common::dataset::{DataSet, Element, Tag, VR};
use dicom_common::deid::pseudonym::is_uid;
use dicom_dictionary_std::tags;

use crate::reason::Reason;

use super::accept::blank;

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

/// Judges an element of the file meta information, where UIDs are new or `stay`.
pub(super) fn accept(element: &Element, dataset: &DataSet, stay: bool) -> Reason {
    let bytes = element.bytes().unwrap_or_default();
    match element.tag {
        tags::MEDIA_STORAGE_SOP_INSTANCE_UID => instance(bytes, dataset, stay),
        tag if EXPECTED.contains(&tag) => Reason::Kept,
        _ if blank(element.meant_vr(), bytes) => Reason::Empty,
        _ => Reason::MetaNotRemoved,
    }
}

fn instance(bytes: &[u8], dataset: &DataSet, stay: bool) -> Reason {
    let own = DataSet::new(vec![Element::new(tags::SOP_INSTANCE_UID, VR::UI, bytes.to_vec())]);
    match (own.ascii(tags::SOP_INSTANCE_UID), dataset.ascii(tags::SOP_INSTANCE_UID)) {
        (None, _) => Reason::Empty,
        (Some(uid), Some(other)) if uid != other => Reason::MetaDiffers,
        (Some(_), Some(_)) if stay => Reason::Kept,
        (Some(uid), _) if is_uid(uid) => Reason::NewUid,
        _ => Reason::NotNewUid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dicom_common::deid::pseudonym::{Key, Pseudonyms};

    fn judged(tag: Tag, vr: VR, value: &str, instance: &str) -> Reason {
        let uid = Element::new(tags::SOP_INSTANCE_UID, VR::UI, instance.as_bytes().to_vec());
        accept(&Element::new(tag, vr, value.as_bytes().to_vec()), &DataSet::new(vec![uid]), false)
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
}
