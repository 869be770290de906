//! Short ways to fill data sets.

use dicom_core::dictionary::{DataDictionary, DataDictionaryEntry};
use dicom_core::value::DataSetSequence;
use dicom_core::{DataElement, PrimitiveValue, Tag, VR};
use dicom_dictionary_std::StandardDataDictionary;
use dicom_object::InMemDicomObject;

/// Text values by tag; a backslash separates multiple values.
pub type Texts<'a> = [(Tag, &'a str)];

/// `EthnicGroup`: retired, yet many archives are full of it.
pub const ETHNIC_GROUP: Tag = Tag(0x0010, 0x2160);

/// Adding elements whose value representation stands in the standard dictionary.
pub trait Fill {
    /// Adds an element with a text value; a backslash separates multiple values.
    fn text(&mut self, tag: Tag, value: &str);
    /// Adds an element with one unsigned 16-bit value.
    fn number(&mut self, tag: Tag, value: u16);
    /// Adds a sequence.
    fn items(&mut self, tag: Tag, items: Vec<InMemDicomObject>);
    /// Adds an element, private ones too, with an explicit value representation.
    fn raw(&mut self, tag: Tag, vr: VR, value: impl Into<PrimitiveValue>);
    /// Adds all of these text values.
    fn texts(&mut self, texts: &Texts) {
        for &(tag, value) in texts {
            self.text(tag, value);
        }
    }
}

impl Fill for InMemDicomObject {
    fn text(&mut self, tag: Tag, value: &str) {
        self.raw(tag, representation(tag), value);
    }

    fn number(&mut self, tag: Tag, value: u16) {
        self.raw(tag, VR::US, PrimitiveValue::from(value));
    }

    fn items(&mut self, tag: Tag, items: Vec<InMemDicomObject>) {
        self.put(DataElement::new(tag, VR::SQ, DataSetSequence::from(items)));
    }

    fn raw(&mut self, tag: Tag, vr: VR, value: impl Into<PrimitiveValue>) {
        self.put(DataElement::new(tag, vr, value.into()));
    }
}

/// A data set with these text values.
#[must_use]
pub fn data_set(texts: &Texts) -> InMemDicomObject {
    let mut object = InMemDicomObject::new_empty();
    object.texts(texts);
    object
}

/// A decimal string of at most 16 characters, as near to the value as these allow.
#[must_use]
pub fn decimal(value: f64) -> String {
    (0..=10)
        .rev()
        .map(|digits| format!("{value:.digits$}"))
        .find(|text| text.len() <= 16)
        .map(|text| {
            let short = text.trim_end_matches('0').trim_end_matches('.');
            String::from(if matches!(short, "-0" | "") { "0" } else { short })
        })
        .unwrap_or_default()
}

/// Several decimal strings, separated by backslashes.
#[must_use]
pub fn decimals(values: impl IntoIterator<Item = f64>) -> String {
    let texts: Vec<String> = values.into_iter().map(decimal).collect();
    texts.join("\\")
}

fn representation(tag: Tag) -> VR {
    StandardDataDictionary.by_tag(tag).map_or(VR::UN, |entry| entry.vr().relaxed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_short_and_exact_enough() {
        assert_eq!(decimal(-128.0), "-128");
        assert_eq!(decimal(100.0), "100");
        assert_eq!(decimal(-0.0), "0");
        assert_eq!(decimal(1.0 / 3.0), "0.3333333333");
        assert!(decimal(-123_456.0 / 7.0).len() <= 16);
        assert_eq!(decimals([1.0, 0.5]), "1\\0.5");
    }
}
