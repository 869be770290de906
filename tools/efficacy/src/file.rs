//! A DICOM file and its texts, read with a library that dcm-scrub does not use for it.

use std::path::Path;

use anyhow::{Context, Result};
use dicom_core::VR;
use dicom_core::value::{PrimitiveValue, Value};
use dicom_dictionary_std::tags;
use dicom_object::mem::InMemElement;
use dicom_object::{DefaultDicomObject, InMemDicomObject, open_file};

use crate::charset;
use crate::image::Image;
use crate::place::Place;

/// A file.
#[derive(Debug)]
pub struct File {
    object: DefaultDicomObject,
    charset: String,
}

impl File {
    /// Opens a file.
    ///
    /// # Errors
    /// When it cannot be read as a DICOM file.
    pub fn open(path: &Path) -> Result<Self> {
        let object =
            open_file(path).with_context(|| format!("{} is unreadable", path.display()))?;
        let set = object.get(tags::SPECIFIC_CHARACTER_SET).and_then(|e| e.to_str().ok());
        let charset = set.map(|set| set.trim().to_owned()).unwrap_or_default();
        Ok(Self { object, charset })
    }

    /// The text at a place, all texts below it for a sequence; `None` if there is no element.
    pub fn text(&self, place: &Place) -> Option<String> {
        if place.is_everywhere() {
            return Some(self.everywhere());
        }
        place.find(&self.object).map(|element| self.text_of(element))
    }

    /// The samples of its image, if it is an uncompressed one.
    pub fn image(&self) -> Option<Image> {
        Image::read(&self.object)
    }

    /// The bytes of its pixel data, compressed ones too: every fragment, and the table of offsets.
    pub fn pixel_bytes(&self) -> Vec<u8> {
        let Some(element) = self.object.get(tags::PIXEL_DATA) else { return Vec::new() };
        match element.value() {
            Value::Primitive(value) => value.to_bytes().into_owned(),
            Value::PixelSequence(sequence) => {
                let table = sequence.offset_table().iter().flat_map(|at| at.to_le_bytes());
                table.chain(sequence.fragments().iter().flatten().copied()).collect()
            }
            Value::Sequence(_) => Vec::new(),
        }
    }

    /// The data set.
    pub fn object(&self) -> &InMemDicomObject {
        &self.object
    }

    fn text_of(&self, element: &InMemElement) -> String {
        match element.value() {
            Value::Primitive(value) => self.primitive(value),
            Value::Sequence(sequence) => {
                let texts = sequence.items().iter().flatten().map(|e| self.text_of(e));
                texts.collect::<Vec<_>>().join("\n")
            }
            Value::PixelSequence(_) => String::new(),
        }
    }

    fn primitive(&self, value: &PrimitiveValue) -> String {
        let text = match value {
            PrimitiveValue::U8(bytes) => charset::decode_bytes(&self.charset, bytes),
            value => charset::decode(&self.charset, value.to_str().into_owned()),
        };
        text.trim_matches(['\0', ' ']).to_owned()
    }

    /// All texts, those of the file meta information included; neither UIDs nor pixels, whose digits
    /// and bytes mean nothing.
    fn everywhere(&self) -> String {
        let meta = self.object.meta();
        let titles = [
            &meta.source_application_entity_title,
            &meta.sending_application_entity_title,
            &meta.receiving_application_entity_title,
        ];
        let mut texts: Vec<String> = titles.into_iter().flatten().cloned().collect();
        let private = meta.private_information.as_deref().unwrap_or_default();
        texts.push(String::from_utf8_lossy(private).into_owned());
        self.collect(&self.object, &mut texts);
        texts.join("\n")
    }

    fn collect(&self, object: &InMemDicomObject, texts: &mut Vec<String>) {
        for element in object {
            if element.vr() == VR::UI || element.header().tag == tags::PIXEL_DATA {
                continue;
            }
            match element.items() {
                Some(items) => items.iter().for_each(|item| self.collect(item, texts)),
                None => texts.push(self.text_of(element)),
            }
        }
    }
}
