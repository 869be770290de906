//! Headers for tests.

use dicom_core::{Tag, VR};
use dicom_dictionary_std::{tags, uids};

use super::Image;
use crate::code::Outcome;
use crate::dataset::{DataSet, Element, FileMeta, Parsed, Syntax};

/// An element with text.
pub(crate) fn text(tag: Tag, value: &str) -> Element {
    let vr = crate::dataset::dictionary_vr(tag).unwrap_or(VR::LO);
    Element::new(tag, vr, value.as_bytes().to_vec())
}

/// An unsigned short, little endian.
pub(crate) fn short(tag: Tag, value: u16) -> Element {
    Element::new(tag, VR::US, value.to_le_bytes().to_vec())
}

/// A sequence of one item.
pub(crate) fn item(tag: Tag, elements: Vec<Element>) -> Element {
    Element::sequence(tag, vec![DataSet::new(elements)])
}

/// A header that becomes an image.
pub(crate) struct Header(DataSet);

impl Header {
    /// An axial CT slice of 4 × 4 pixels of 1 mm at (0, 0, z).
    pub(crate) fn ct(z: f64) -> Header {
        let elements = vec![
            text(tags::IMAGE_TYPE, r"ORIGINAL\PRIMARY\AXIAL"),
            text(tags::SOP_CLASS_UID, uids::CT_IMAGE_STORAGE),
            text(
                tags::SOP_INSTANCE_UID,
                &format!("1.2.3.{}", (z * 1000.0).round() as i64 + 1_000_000),
            ),
            text(tags::MODALITY, "CT"),
            text(tags::STUDY_INSTANCE_UID, "1.2.1"),
            text(tags::SERIES_INSTANCE_UID, "1.2.2"),
            text(tags::IMAGE_ORIENTATION_PATIENT, r"1\0\0\0\1\0"),
            text(tags::IMAGE_POSITION_PATIENT, &format!(r"0\0\{z}")),
            text(tags::PIXEL_SPACING, r"1\1"),
            text(tags::PHOTOMETRIC_INTERPRETATION, "MONOCHROME2"),
            short(tags::SAMPLES_PER_PIXEL, 1),
            short(tags::ROWS, 4),
            short(tags::COLUMNS, 4),
            short(tags::BITS_ALLOCATED, 16),
            short(tags::BITS_STORED, 12),
            short(tags::HIGH_BIT, 11),
            short(tags::PIXEL_REPRESENTATION, 0),
            Element::new(tags::PIXEL_DATA, VR::OW, vec![0; 32]),
        ];
        Header(DataSet::new(elements))
    }

    /// With an element put in.
    pub(crate) fn with(mut self, element: Element) -> Header {
        self.0.put(element);
        self
    }

    /// With a text put in.
    pub(crate) fn text(self, tag: Tag, value: &str) -> Header {
        self.with(text(tag, value))
    }

    /// Without an element.
    pub(crate) fn without(mut self, tag: Tag) -> Header {
        self.0.remove(tag);
        self
    }

    /// As an enhanced image with a frame for each item.
    pub(crate) fn enhanced(self, shared: Vec<Element>, frames: Vec<Vec<Element>>) -> Header {
        let count = frames.len();
        let frames = frames.into_iter().map(DataSet::new).collect();
        self.text(tags::SOP_CLASS_UID, uids::ENHANCED_MR_IMAGE_STORAGE)
            .text(tags::NUMBER_OF_FRAMES, &count.to_string())
            .without(tags::IMAGE_ORIENTATION_PATIENT)
            .without(tags::IMAGE_POSITION_PATIENT)
            .without(tags::PIXEL_SPACING)
            .with(item(tags::SHARED_FUNCTIONAL_GROUPS_SEQUENCE, shared))
            .with(Element::sequence(tags::PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, frames))
            .with(Element::new(tags::PIXEL_DATA, VR::OW, vec![0; 32 * count]))
    }

    /// As it is read from an uncompressed file.
    pub(crate) fn parsed(self) -> Parsed {
        Parsed {
            preamble_used: false,
            meta: FileMeta::default(),
            syntax: Syntax::from_uid(uids::EXPLICIT_VR_LITTLE_ENDIAN).unwrap(),
            dataset: self.0,
            inflated: None,
        }
    }

    /// The image.
    pub(crate) fn image(self) -> Outcome<Image> {
        Image::of(&self.parsed())
    }
}
