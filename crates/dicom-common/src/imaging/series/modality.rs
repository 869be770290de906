//! Which objects are CT and MR images, by SOP Class.

use dicom_dictionary_std::tags;

use crate::code::{Code, Fault, Outcome};
use crate::dataset::DataSet;
use crate::imaging::sop_class::{CT, MR, SECONDARY_CAPTURES};

/// What was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Modality {
    /// Computed tomography; values are HU.
    Ct,
    /// Magnetic resonance; values have no unit.
    Mr,
}

impl Modality {
    /// The modality of a CT or MR image.
    ///
    /// # Errors
    /// `F_RENDERING` for captures of CT and MR, `S_MODALITY` for all else.
    pub(super) fn of(root: &DataSet) -> Outcome<Modality> {
        let sop_class = root.ascii(tags::SOP_CLASS_UID).ok_or(Fault(Code::MissingUid))?;
        if CT.contains(&sop_class) {
            return Ok(Modality::Ct);
        }
        if MR.contains(&sop_class) {
            return Ok(Modality::Mr);
        }
        let ct_or_mr = matches!(root.ascii(tags::MODALITY), Some("CT" | "MR"));
        let capture = ct_or_mr && SECONDARY_CAPTURES.contains(&sop_class);
        Err(Fault(if capture { Code::Rendering } else { Code::Modality }))
    }
}
