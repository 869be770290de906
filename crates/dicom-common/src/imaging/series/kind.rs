//! What images show, by their Image Type (PS3.3 C.7.6.1.1.2, C.8.2.1.1.1, C.8.16.1).

use dicom_dictionary_std::tags;

use crate::dataset::{DataSet, Element, Tag};
use crate::imaging::disclosure::{Disclosure, words};

/// What the frames of an image show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Slices as they were acquired or reconstructed; they may make up a volume.
    Slices,
    /// Slices computed from others (MPR); they may make up a volume.
    Reformat,
    /// A localizer or scout, which shows the head as a whole.
    Localizer,
    /// A projection (MIP), rendering or screenshot: no slice through the patient.
    Rendering,
}

const LOCALIZERS: [&str; 4] = ["LOCALIZER", "SCOUT", "TOPOGRAM", "SCANOGRAM"];

/// Words of the standard's and of vendors' Image Types for projections; renderings of surfaces and
/// pictures of screens are known to [`Disclosure`].
const PROJECTIONS: [&str; 9] = [
    "PROJECTION IMAGE",
    "MIP",
    "MINIP",
    "MAX_IP",
    "MIN_IP",
    "MEAN_IP",
    "CSA MIP",
    "CURVED_MPR",
    "COLLAPSE",
];

impl Kind {
    /// The kind of an object: of its Image Type, of its first frame's Frame Type, and of its
    /// Volume Based Calculation Technique.
    pub(super) fn of(root: &DataSet, frame_type: Option<&Element>) -> Kind {
        let kinds = [tags::IMAGE_TYPE, tags::VOLUME_BASED_CALCULATION_TECHNIQUE]
            .into_iter()
            .filter_map(|tag| root.get(tag))
            .chain(frame_type)
            .flat_map(words)
            .map(|word| Kind::of_word(&word));
        kinds.max().unwrap_or(Kind::Slices)
    }

    fn of_word(word: &str) -> Kind {
        if PROJECTIONS.contains(&word) || Disclosure::of_word(word).is_some() {
            Kind::Rendering
        } else if LOCALIZERS.contains(&word) {
            Kind::Localizer
        } else if word.starts_with("MPR") || word.starts_with("REFORMAT") || word == "CSA MPR" {
            Kind::Reformat
        } else {
            Kind::Slices
        }
    }
}

/// Whether the slices of a volume are tiled into one picture, as Siemens stores functional MR.
pub(super) fn is_mosaic(root: &DataSet) -> bool {
    let named = root.get(tags::IMAGE_TYPE).is_some_and(|e| words(e).any(|w| w == "MOSAIC"));
    // NumberOfImagesInMosaic, in the block that Siemens reserves.
    named
        || root.ascii(Tag(0x0019, 0x0010)) == Some("SIEMENS MR HEADER")
            && root.get(Tag(0x0019, 0x100A)).is_some_and(|e| !e.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::VR;

    fn kind(image_type: &str) -> Kind {
        let image_type = Element::new(tags::IMAGE_TYPE, VR::CS, image_type.into());
        Kind::of(&DataSet::new(vec![image_type]), None)
    }

    #[test]
    fn image_types_that_can_show_a_face_are_told_from_slices() {
        assert_eq!(kind(r"ORIGINAL\PRIMARY\AXIAL"), Kind::Slices);
        assert_eq!(kind(r"ORIGINAL\PRIMARY\LOCALIZER"), Kind::Localizer);
        assert_eq!(kind(r"DERIVED\SECONDARY\PROJECTION IMAGE "), Kind::Rendering);
        assert_eq!(kind(r"DERIVED\SECONDARY\MPR\CSA MPR\\CSAPARALLEL"), Kind::Reformat);
    }

    #[test]
    fn mosaics_are_known_by_type_or_by_the_vendors_header() {
        let set = |elements| is_mosaic(&DataSet::new(elements));
        let element = |tag, vr, text: &str| Element::new(tag, vr, text.into());
        assert!(set(vec![element(tags::IMAGE_TYPE, VR::CS, r"ORIGINAL\PRIMARY\M\MOSAIC")]));
        assert!(set(vec![
            element(Tag(0x19, 0x10), VR::LO, "SIEMENS MR HEADER"),
            element(Tag(0x19, 0x100A), VR::US, "$\0"),
        ]));
        assert!(!set(vec![element(tags::IMAGE_TYPE, VR::CS, r"ORIGINAL\PRIMARY\M\ND")]));
    }
}
