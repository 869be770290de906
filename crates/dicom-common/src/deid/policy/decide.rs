//! From a treatment to an action, the same for the tool that writes and the tool that checks.

use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;

use super::{Action, AttributePlace, AttributeTypes, Treatment};

/// Attributes without which no conformant object exists (PS3.3 C.12.1, C.7.2, C.7.3): whatever a
/// table says, their UIDs are remapped.
const REQUIRED_UIDS: [Tag; 3] =
    [tags::SOP_INSTANCE_UID, tags::STUDY_INSTANCE_UID, tags::SERIES_INSTANCE_UID];

/// Attributes that no table may touch: without them the rest cannot be read.
const STRUCTURAL: [Tag; 2] = [tags::SPECIFIC_CHARACTER_SET, tags::SOP_CLASS_UID];

/// What becomes of the element of this tag and value representation at a place.
pub fn decide(
    treatment: Treatment,
    types: &AttributeTypes,
    place: AttributePlace<'_>,
    tag: Tag,
    vr: VR,
) -> Action {
    if STRUCTURAL.contains(&tag) {
        return Action::Keep;
    }
    match treatment.resolve(types.of(place, tag), vr) {
        Action::Remove | Action::Empty | Action::Dummy | Action::Hash
            if REQUIRED_UIDS.contains(&tag) && matches!(place, AttributePlace::Root(_)) =>
        {
            Action::Uid
        }
        action => action,
    }
}
