//! Which objects are images of CT, MR, PET and nuclear medicine, by SOP Class.

use dicom_dictionary_std::tags;

use crate::code::{Code, Fault, Outcome};
use crate::dataset::DataSet;
use crate::imaging::sop_class::{
    CT, MR, NUCLEAR, PET, PHOTOGRAPHS, SECONDARY_CAPTURES, SURFACE_SCANS, is_faceless,
};

/// What was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Modality {
    /// Computed tomography; values are HU.
    Ct,
    /// Magnetic resonance; values have no unit.
    Mr,
    /// Positron emission tomography; no face is looked for in it, but one that is known is cut.
    Pt,
    /// Nuclear medicine: reconstructed tomograms (SPECT), which are treated as PET is.
    Nm,
}

impl Modality {
    /// The modality of an image of CT, MR, PET or nuclear medicine.
    ///
    /// # Errors
    /// `F_RENDERING` for captures, photographs and scanned surfaces, `S_MODALITY` for objects that show no
    /// face, `F_MODALITY` for all else.
    pub(super) fn of(root: &DataSet) -> Outcome<Modality> {
        let sop_class = root.ascii(tags::SOP_CLASS_UID).ok_or(Fault(Code::MissingUid))?;
        if CT.contains(&sop_class) {
            return Ok(Modality::Ct);
        }
        if MR.contains(&sop_class) {
            return Ok(Modality::Mr);
        }
        if PET.contains(&sop_class) {
            return Ok(Modality::Pt);
        }
        if NUCLEAR.contains(&sop_class) {
            return Ok(Modality::Nm);
        }
        let picture = SECONDARY_CAPTURES.contains(&sop_class)
            || PHOTOGRAPHS.contains(&sop_class)
            || SURFACE_SCANS.contains(&sop_class);
        Err(Fault(match (picture, is_faceless(sop_class)) {
            (true, _) => Code::Rendering,
            (false, true) => Code::Modality,
            (false, false) => Code::OtherModality,
        }))
    }
}
