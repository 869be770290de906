//! What the header of an object gives away.

use dicom_dictionary_std::tags;

use super::document::holds_document;
use super::reason::Disclosure;
use super::words::words;
use crate::dataset::{DataSet, Element};
use crate::imaging::sop_class::{
    HARDCOPIES, PHOTOGRAPHS, SECONDARY_CAPTURES, SURFACE_SCANS, ULTRASOUND,
};

impl Disclosure {
    /// What the header of an object gives away; the gravest where it is several. Looks at SOP
    /// Class, Modality, Image and Frame Types, Conversion Type and Series Description.
    ///
    /// ```
    /// use dicom_common::dataset::{DataSet, Element, Tag, VR};
    /// use dicom_common::imaging::disclosure::Disclosure;
    ///
    /// let described = |text: &str| {
    ///     let description = Element::new(Tag(0x0008, 0x103E), VR::LO, text.into());
    ///     Disclosure::of(&DataSet::new(vec![description]))
    /// };
    /// assert_eq!(described("Dose Report"), Some(Disclosure::ScreenCapture));
    /// assert_eq!(described("t1 mprage sag"), None);
    /// ```
    pub fn of(root: &DataSet) -> Option<Disclosure> {
        let sop_class = root.ascii(tags::SOP_CLASS_UID).unwrap_or_default();
        [of_class(sop_class, root), of_modality(root), of_types(root), of_description(root)]
            .into_iter()
            .flatten()
            .min()
    }
}

fn of_class(sop_class: &str, root: &DataSet) -> Option<Disclosure> {
    if holds_document(sop_class, root) {
        Some(Disclosure::Document)
    } else if SURFACE_SCANS.contains(&sop_class) {
        Some(Disclosure::Rendering)
    } else if PHOTOGRAPHS.contains(&sop_class) {
        Some(Disclosure::Photograph)
    } else if SECONDARY_CAPTURES.contains(&sop_class) || HARDCOPIES.contains(&sop_class) {
        Some(Disclosure::ScreenCapture)
    } else if ULTRASOUND.contains(&sop_class) {
        Some(Disclosure::Ultrasound)
    } else {
        None
    }
}

/// Modality (PS3.3 C.7.3.1.1.1): external photographs, documents, hard copies, ultrasound.
fn of_modality(root: &DataSet) -> Option<Disclosure> {
    match root.ascii(tags::MODALITY)? {
        "XC" => Some(Disclosure::Photograph),
        "DOC" | "HC" => Some(Disclosure::ScreenCapture),
        "US" | "IVUS" => Some(Disclosure::Ultrasound),
        _ => None,
    }
}

fn of_types(root: &DataSet) -> Option<Disclosure> {
    let converted = root.get(tags::CONVERSION_TYPE).into_iter().flat_map(words);
    let captured = converted.filter_map(|word| Disclosure::of_conversion(&word));
    let types = types_of(root).chain(frames(root).flat_map(types_of)).flat_map(words);
    types.filter_map(|word| Disclosure::of_word(&word)).chain(captured).min()
}

/// The elements that say of an object, or of a frame, what it shows.
fn types_of(dataset: &DataSet) -> impl Iterator<Item = &Element> {
    [tags::IMAGE_TYPE, tags::FRAME_TYPE, tags::VOLUME_BASED_CALCULATION_TECHNIQUE]
        .into_iter()
        .filter_map(|tag| dataset.get(tag))
}

/// The items of the functional groups (PS3.3 C.7.6.16) of all frames.
fn frames(root: &DataSet) -> impl Iterator<Item = &DataSet> {
    [tags::SHARED_FUNCTIONAL_GROUPS_SEQUENCE, tags::PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE]
        .into_iter()
        .filter_map(|tag| root.get(tag))
        .flat_map(Element::items)
        .flat_map(DataSet::elements)
        .flat_map(Element::items)
}

fn of_description(root: &DataSet) -> Option<Disclosure> {
    let text = root.get(tags::SERIES_DESCRIPTION).and_then(Element::bytes)?;
    Disclosure::of_description(&String::from_utf8_lossy(text).to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Tag, VR};
    use crate::imaging::sop_class::ENCAPSULATED_DOCUMENT_ROOT;
    use dicom_dictionary_std::uids;

    fn with(elements: &[(Tag, VR, &str)]) -> Option<Disclosure> {
        let element = |(tag, vr, text): &(Tag, VR, &str)| Element::new(*tag, *vr, (*text).into());
        Disclosure::of(&DataSet::new(elements.iter().map(element).collect()))
    }

    fn class(uid: &str) -> Option<Disclosure> {
        with(&[(tags::SOP_CLASS_UID, VR::UI, uid)])
    }

    #[test]
    fn every_class_of_documents_is_one_even_without_its_document() {
        for number in 1..=5 {
            assert_eq!(
                class(&format!("{ENCAPSULATED_DOCUMENT_ROOT}{number}")),
                Some(Disclosure::Document)
            );
        }
    }

    #[test]
    fn a_document_is_found_wherever_it_lies() {
        let document =
            |bytes: &[u8]| Element::new(tags::ENCAPSULATED_DOCUMENT, VR::OB, bytes.to_vec());
        let inside = |element| {
            let item = DataSet::new(vec![element]);
            DataSet::new(vec![Element::sequence(tags::REFERENCED_SERIES_SEQUENCE, vec![item])])
        };
        assert_eq!(Disclosure::of(&inside(document(b"%PDF"))), Some(Disclosure::Document));
        assert_eq!(Disclosure::of(&inside(document(b""))), None);
        let mime = (tags::MIME_TYPE_OF_ENCAPSULATED_DOCUMENT, VR::LO, "text/xml");
        assert_eq!(with(&[mime]), Some(Disclosure::Document));
    }

    #[test]
    fn captures_and_ultrasound_are_known_by_class_conversion_and_modality() {
        assert_eq!(class(uids::SECONDARY_CAPTURE_IMAGE_STORAGE), Some(Disclosure::ScreenCapture));
        assert_eq!(class(uids::ULTRASOUND_IMAGE_STORAGE), Some(Disclosure::Ultrasound));
        assert_eq!(class(uids::VL_PHOTOGRAPHIC_IMAGE_STORAGE), Some(Disclosure::Photograph));
        let conversion = (tags::CONVERSION_TYPE, VR::CS, "WSD");
        assert_eq!(with(&[conversion]), Some(Disclosure::ScreenCapture));
        assert_eq!(with(&[(tags::MODALITY, VR::CS, "US")]), Some(Disclosure::Ultrasound));
    }

    #[test]
    fn renderings_are_known_by_type_at_any_level_and_outrank_captures() {
        let captured = (tags::SOP_CLASS_UID, VR::UI, uids::SECONDARY_CAPTURE_IMAGE_STORAGE);
        let rendered = (tags::IMAGE_TYPE, VR::CS, r"DERIVED\SECONDARY\VRT");
        assert_eq!(with(&[captured, rendered]), Some(Disclosure::Rendering));
        let technique = Element::new(
            tags::VOLUME_BASED_CALCULATION_TECHNIQUE,
            VR::CS,
            b"SURFACE_RENDER".to_vec(),
        );
        let groups = DataSet::new(vec![Element::sequence(
            tags::CT_IMAGE_FRAME_TYPE_SEQUENCE,
            vec![DataSet::new(vec![technique])],
        )]);
        let tag = tags::SHARED_FUNCTIONAL_GROUPS_SEQUENCE;
        let root = DataSet::new(vec![Element::sequence(tag, vec![groups])]);
        assert_eq!(Disclosure::of(&root), Some(Disclosure::Rendering));
    }

    #[test]
    fn descriptions_tell_by_whole_words() {
        let described = |text| with(&[(tags::SERIES_DESCRIPTION, VR::LO, text)]);
        assert_eq!(described("Patient_Protocol"), Some(Disclosure::ScreenCapture));
        assert_eq!(described("Head 3D-VR"), Some(Disclosure::Rendering));
        assert_eq!(described("VRT Gesicht"), Some(Disclosure::Rendering));
        assert_eq!(described("t1_mprage_3D sag"), None);
        assert_eq!(described("SSDE"), None);
    }

    #[test]
    fn slices_localizers_and_projections_are_not_suspect() {
        for image_type in
            [r"ORIGINAL\PRIMARY\AXIAL", r"ORIGINAL\PRIMARY\LOCALIZER", r"DERIVED\SECONDARY\MIP"]
        {
            let class = (tags::SOP_CLASS_UID, VR::UI, uids::CT_IMAGE_STORAGE);
            assert_eq!(with(&[class, (tags::IMAGE_TYPE, VR::CS, image_type)]), None);
        }
    }
}
