//! Objects that can show who the patient is outside of their header: documents, pictures of
//! screens, renderings of the skin, photographs, ultrasound.

use dicom_dictionary_std::{tags, uids};

use crate::dataset::{DataSet, Element, split_values};
use crate::imaging::series::CAPTURES;

/// Why an object's content is not to be trusted, as its header tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Disclosure {
    /// An encapsulated document: PDF, CDA, STL and the like (PS3.3 C.24.2).
    Document,
    /// A rendering of a surface or volume, which can show the face.
    Rendering,
    /// A photograph or film of the patient from outside.
    Photograph,
    /// A picture of a screen, of a film or of paper, which can hold text: secondary captures,
    /// dose and protocol pages.
    ScreenCapture,
    /// Ultrasound, whose frames are captures of the device's screen.
    Ultrasound,
}

/// All classes of encapsulated documents begin so (PS3.4 table B.5-1).
const ENCAPSULATED: &str = "1.2.840.10008.5.1.4.1.1.104.";

/// Surfaces that were scanned from outside, and classes of renderings.
const SURFACES: [&str; 2] =
    [uids::SURFACE_SCAN_MESH_STORAGE, uids::SURFACE_SCAN_POINT_CLOUD_STORAGE];

const PHOTOGRAPHS: [&str; 2] =
    [uids::VL_PHOTOGRAPHIC_IMAGE_STORAGE, uids::VIDEO_PHOTOGRAPHIC_IMAGE_STORAGE];

/// Hardcopy Grayscale and Color Image Storage, retired.
const HARDCOPIES: [&str; 2] = ["1.2.840.10008.5.1.1.29", "1.2.840.10008.5.1.1.30"];

/// Ultrasound classes: the images of PS3.4 table B.5-1, retired ones included.
const ULTRASOUND: [&str; 5] = [
    "1.2.840.10008.5.1.4.1.1.3",
    uids::ULTRASOUND_MULTI_FRAME_IMAGE_STORAGE,
    "1.2.840.10008.5.1.4.1.1.6",
    uids::ULTRASOUND_IMAGE_STORAGE,
    uids::ENHANCED_US_VOLUME_STORAGE,
];

/// Words of the standard's and of vendors' Image Types for renderings of surfaces and volumes.
const RENDERED: [&str; 10] = [
    "CSA 3D",
    "3D",
    "VR",
    "VRT",
    "VOLREN",
    "VOLUME_RENDER",
    "SURFACE_RENDER",
    "SSD",
    "SHADED",
    "RENDERED",
];

/// Words of vendors' Image Types for captures of screens.
const CAPTURED: [&str; 6] = [
    "SCREEN SAVE",
    "SCREENSAVE",
    "SCREEN_SAVE",
    "SCREENSHOT",
    "SCREEN CAPTURE",
    "SECONDARY CAPTURE",
];

/// Values of Conversion Type (PS3.3 C.8.6.1): video, film, screens, paper, drawings.
const CONVERSIONS: [&str; 8] = ["DV", "DI", "DF", "WSD", "SD", "SI", "DRW", "SYN"];

/// Phrases of Series Descriptions that scanners and workstations give to renderings.
const RENDERING_PHRASES: [&str; 8] = [
    "VRT",
    "SSD",
    "3D VR",
    "VR 3D",
    "VOLUME RENDERING",
    "VOLUME RENDERED",
    "SURFACE RENDERING",
    "SHADED SURFACE",
];

/// Phrases of Series Descriptions that scanners and workstations give to pages of text.
const CAPTURE_PHRASES: [&str; 12] = [
    "PATIENT PROTOCOL",
    "DOSE REPORT",
    "DOSE INFO",
    "DOSE SUMMARY",
    "DOSE RECORD",
    "EXAM SUMMARY",
    "SCREEN SAVE",
    "SCREENSAVE",
    "SCREENSHOT",
    "SCREEN CAPTURE",
    "SECONDARY CAPTURE",
    "SCANNED DOCUMENT",
];

impl Disclosure {
    /// What the header of an object gives away; the gravest where it is several. Looks at SOP
    /// Class, Modality, Image and Frame Types, Conversion Type and Series Description.
    pub fn of(root: &DataSet) -> Option<Disclosure> {
        let class = root.ascii(tags::SOP_CLASS_UID).unwrap_or_default();
        [of_class(class, root), of_modality(root), of_types(root), of_description(root)]
            .into_iter()
            .flatten()
            .min()
    }

    /// Whether a word of an Image Type tells a rendering or a capture.
    pub(crate) fn of_word(word: &str) -> Option<Disclosure> {
        if RENDERED.contains(&word) {
            Some(Disclosure::Rendering)
        } else if CAPTURED.contains(&word) {
            Some(Disclosure::ScreenCapture)
        } else {
            None
        }
    }
}

/// Whether an object is or holds an encapsulated document, at any depth.
pub fn holds_document(sop_class: &str, dataset: &DataSet) -> bool {
    sop_class.starts_with(ENCAPSULATED)
        || dataset.elements().iter().any(|element| {
            let document = element.tag == tags::ENCAPSULATED_DOCUMENT
                || element.tag == tags::MIME_TYPE_OF_ENCAPSULATED_DOCUMENT;
            (document && !element.is_empty())
                || element.items().iter().any(|item| holds_document("", item))
        })
}

fn of_class(class: &str, root: &DataSet) -> Option<Disclosure> {
    if holds_document(class, root) {
        Some(Disclosure::Document)
    } else if SURFACES.contains(&class) {
        Some(Disclosure::Rendering)
    } else if PHOTOGRAPHS.contains(&class) {
        Some(Disclosure::Photograph)
    } else if CAPTURES.contains(&class) || HARDCOPIES.contains(&class) {
        Some(Disclosure::ScreenCapture)
    } else if ULTRASOUND.contains(&class) {
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
    let captured = converted
        .filter(|word| CONVERSIONS.contains(&word.as_str()))
        .map(|_| Disclosure::ScreenCapture);
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
    let text = String::from_utf8_lossy(text).to_ascii_uppercase();
    // Whole words with one space between them, so that phrases are found as such.
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let text = format!(" {} ", words.join(" "));
    let says = |phrases: &[&str]| phrases.iter().any(|p| text.contains(&format!(" {p} ")));
    if says(&RENDERING_PHRASES) {
        Some(Disclosure::Rendering)
    } else if says(&CAPTURE_PHRASES) {
        Some(Disclosure::ScreenCapture)
    } else {
        None
    }
}

fn words(element: &Element) -> impl Iterator<Item = String> {
    split_values(element.bytes().unwrap_or_default())
        .map(|word| String::from_utf8_lossy(word).to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Tag, VR};

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
            assert_eq!(class(&format!("{ENCAPSULATED}{number}")), Some(Disclosure::Document));
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
