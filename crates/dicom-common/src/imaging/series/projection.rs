//! Which images are projections: no slices through the patient, so that no part of space can be
//! found or removed in them.

use super::{Image, Kind, Modality};
use crate::code::Code;

impl Image {
    /// The code of an image whose pixels are no slice: `F_RENDERING` for a projection, rendering or
    /// screenshot, `F_LOCALIZER` for a scout of CT. None for slices: a localizer of MR is made of
    /// them.
    ///
    /// # Examples
    /// ```
    /// use dicom_common::code::Code;
    /// use dicom_common::imaging::series::Image;
    ///
    /// /// Whether voxels of the image can be removed by where they lie in space.
    /// fn has_voxels(image: &Image) -> bool {
    ///     image.projection().is_none()
    /// }
    ///
    /// /// Whether the image is a scout of CT.
    /// fn is_scout(image: &Image) -> bool {
    ///     image.projection() == Some(Code::Localizer)
    /// }
    /// ```
    pub fn projection(&self) -> Option<Code> {
        match (self.kind, self.modality) {
            (Kind::Rendering, _) => Some(Code::Rendering),
            (Kind::Localizer, Modality::Ct) => Some(Code::Localizer),
            (Kind::Localizer, Modality::Mr | Modality::Pt | Modality::Nm)
            | (Kind::Slices | Kind::Reformat, _) => None,
        }
    }
}

impl Image {
    /// The code of slices in which no face is looked for: they are cut where a face is known from other
    /// images of their frame of reference. `F_MODALITY` for PET and nuclear medicine, in which skin is hardly
    /// seen; `F_MOSAIC` for mosaics, which are distorted and coarse. None for all others.
    pub fn unsought(&self) -> Option<Code> {
        match (self.tiling, self.modality) {
            (Some(_), _) => Some(Code::Mosaic),
            (None, Modality::Pt | Modality::Nm) => Some(Code::OtherModality),
            (None, Modality::Ct | Modality::Mr) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use dicom_dictionary_std::{tags, uids};

    use super::*;
    use crate::imaging::series::test_headers::Header;

    #[test]
    fn scouts_of_ct_and_renderings_are_projections_and_localizers_of_mr_are_slices() {
        let ct = |image_type: &str| Header::ct(0.0).text(tags::IMAGE_TYPE, image_type);
        let mr = |image_type| {
            ct(image_type)
                .text(tags::SOP_CLASS_UID, uids::MR_IMAGE_STORAGE)
                .text(tags::MODALITY, "MR")
        };
        let projection = |header: Header| header.image().unwrap().projection();
        assert_eq!(projection(ct(r"ORIGINAL\PRIMARY\LOCALIZER")), Some(Code::Localizer));
        assert_eq!(projection(mr(r"ORIGINAL\PRIMARY\LOCALIZER")), None);
        assert_eq!(projection(ct(r"DERIVED\SECONDARY\MIP")), Some(Code::Rendering));
        assert_eq!(projection(mr(r"DERIVED\SECONDARY\MIP")), Some(Code::Rendering));
        assert_eq!(projection(ct(r"ORIGINAL\PRIMARY\AXIAL")), None);
        assert_eq!(projection(ct(r"DERIVED\SECONDARY\MPR")), None);
    }
}
