//! Which objects are CT and MR images, by SOP Class.

use dicom_dictionary_std::{tags, uids};

use crate::code::{Code, Fault, Outcome};
use crate::dataset::DataSet;

/// What was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Modality {
    /// Computed tomography; values are HU.
    Ct,
    /// Magnetic resonance; values have no unit.
    Mr,
}

const CT: [&str; 3] = [
    uids::CT_IMAGE_STORAGE,
    uids::ENHANCED_CT_IMAGE_STORAGE,
    uids::LEGACY_CONVERTED_ENHANCED_CT_IMAGE_STORAGE,
];

const MR: [&str; 4] = [
    uids::MR_IMAGE_STORAGE,
    uids::ENHANCED_MR_IMAGE_STORAGE,
    uids::ENHANCED_MR_COLOR_IMAGE_STORAGE,
    uids::LEGACY_CONVERTED_ENHANCED_MR_IMAGE_STORAGE,
];

/// Secondary captures (PS3.4 table B.5-1).
pub(crate) const CAPTURES: [&str; 5] = [
    uids::SECONDARY_CAPTURE_IMAGE_STORAGE,
    uids::MULTI_FRAME_SINGLE_BIT_SECONDARY_CAPTURE_IMAGE_STORAGE,
    uids::MULTI_FRAME_GRAYSCALE_BYTE_SECONDARY_CAPTURE_IMAGE_STORAGE,
    uids::MULTI_FRAME_GRAYSCALE_WORD_SECONDARY_CAPTURE_IMAGE_STORAGE,
    uids::MULTI_FRAME_TRUE_COLOR_SECONDARY_CAPTURE_IMAGE_STORAGE,
];

impl Modality {
    /// The modality of a CT or MR image.
    ///
    /// # Errors
    /// `F_RENDERING` for captures of CT and MR, `S_MODALITY` for all else.
    pub(super) fn of(root: &DataSet) -> Outcome<Modality> {
        let class = root.ascii(tags::SOP_CLASS_UID).ok_or(Fault(Code::MissingUid))?;
        if CT.contains(&class) {
            return Ok(Modality::Ct);
        }
        if MR.contains(&class) {
            return Ok(Modality::Mr);
        }
        let heads = matches!(root.ascii(tags::MODALITY), Some("CT" | "MR"));
        let capture = heads && CAPTURES.contains(&class);
        Err(Fault(if capture { Code::Rendering } else { Code::Modality }))
    }
}
