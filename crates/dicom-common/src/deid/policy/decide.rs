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

/// Attributes that can have one value only where an object requires them, so that they say nothing:
/// Organ Exposed is `BREAST` in mammography (PS3.3 C.8.11.7).
const SETTLED: [Tag; 1] = [tags::ORGAN_EXPOSED];

/// What becomes of the element of this tag and value representation at a place.
///
/// ```
/// use dicom_common::dataset::{Tag, VR};
/// use dicom_common::deid::policy::{Action, AttributeTypes, Chosen, Level, Policy, decide};
///
/// let chosen = Chosen::new(Policy::built_in(), Level::Low);
/// let types = AttributeTypes::load();
/// let ct_image = types.root("1.2.840.10008.5.1.4.1.1.2");
/// let action = |tag, vr| decide(chosen.treatment(tag, vr), &types, ct_image, tag, vr);
/// // Patient's Name has to be there, but may be empty: its type is 2.
/// assert_eq!(action(Tag(0x0010, 0x0010), VR::PN), Action::Empty);
/// assert_eq!(action(Tag(0x0008, 0x0020), VR::DA), Action::Shift);
/// assert_eq!(action(Tag(0x0028, 0x0010), VR::US), Action::Keep);
/// ```
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
        Action::Dummy if SETTLED.contains(&tag) => Action::Keep,
        action => action,
    }
}
