//! DICOM data sets as they are stored: every value as the bytes of the file, in the file's own
//! encoding, so that what is not changed on purpose is written back bit for bit.
//!
//! Large binary values (pixel data above all) are not read: an [`Extent`] says where they lie in
//! the source, and the writer lets the kernel copy them.

mod age;
mod changed;
mod charset;
mod complete;
mod date;
mod encode;
mod form;
mod meta;
mod open;
mod overlay;
mod parse;
mod splice;
mod syntax;
mod text;

pub use age::{Age, OLDEST, is_above_89};
pub use changed::{STATISTICS_OF_IMAGE, STATISTICS_OF_SERIES};
pub use complete::{check_complete, trim_pixels};
pub use date::{Date, DateTime};
pub use encode::{Encoded, Source};
pub use form::has_form;
pub use meta::{FileMeta, IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_VERSION_NAME};
pub use open::open;
pub use overlay::embeds_overlay;
pub use parse::{Limits, Parsed, parse};
pub use splice::Conveyor;
pub use syntax::{Encoding, STANDARD_UID_ROOT, Syntax, is_standard_uid, is_uid};
pub use text::{Text, is_text, split_values, trim};

pub use dicom_core::{Tag, VR};

use dicom_core::dictionary::{DataDictionary, DataDictionaryEntry};
use dicom_dictionary_std::StandardDataDictionary;

/// Bytes that stay in the source: offset from its start and length, in bytes.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// Where the first byte lies in the source.
    pub offset: u64,
    /// How many bytes there are.
    pub len: u64,
}

/// Two extents are equal when they are equally long: where a value lies changes with each copy.
impl PartialEq for Extent {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len
    }
}

/// The value of an element.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// The value field, as in the file, padding included.
    Bytes(Vec<u8>),
    /// A large binary value that was left in the source.
    Stored(Extent),
    /// The items of a sequence.
    Items(Vec<DataSet>),
    /// Encapsulated pixel data: all items and the delimiter, left in the source (PS3.5 A.4).
    Fragments {
        /// From the first item's tag to the end of the sequence delimiter.
        extent: Extent,
        /// Number of items without the offset table.
        count: u64,
    },
}

/// One data element.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// Group and element number.
    pub tag: Tag,
    /// As encoded; from the dictionary where the encoding has none.
    pub vr: VR,
    /// The value, in the file's byte order.
    pub value: Value,
}

/// Elements in ascending order of their tags.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DataSet {
    elements: Vec<Element>,
}

impl Element {
    /// An element whose value is these bytes; one pad byte is added where the length is odd.
    pub fn new(tag: Tag, vr: VR, mut bytes: Vec<u8>) -> Self {
        if bytes.len() % 2 == 1 {
            bytes.push(text::padding(vr));
        }
        Self { tag, vr, value: Value::Bytes(bytes) }
    }

    /// A sequence.
    pub fn sequence(tag: Tag, items: Vec<DataSet>) -> Self {
        Self { tag, vr: VR::SQ, value: Value::Items(items) }
    }

    /// The value field where it is in memory.
    pub fn bytes(&self) -> Option<&[u8]> {
        match &self.value {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The items where the value is a sequence, otherwise none.
    pub fn items(&self) -> &[DataSet] {
        match &self.value {
            Value::Items(items) => items,
            _ => &[],
        }
    }

    /// Whether the value has no content: no bytes but padding, or no items.
    pub fn is_empty(&self) -> bool {
        match &self.value {
            Value::Bytes(bytes) => bytes.is_empty() || (is_text(self.vr) && trim(bytes).is_empty()),
            Value::Items(items) => items.is_empty(),
            Value::Stored(_) | Value::Fragments { .. } => false,
        }
    }

    fn reads_as(&self, read: &Element, encoding: Encoding) -> bool {
        let value = match (&self.value, &read.value) {
            (Value::Items(a), Value::Items(b)) => {
                let inner = if self.vr == VR::UN { Encoding::ImplicitLittle } else { encoding };
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.reads_as(b, inner))
            }
            (Value::Bytes(a), Value::Bytes(b)) => match b.strip_prefix(a.as_slice()) {
                Some([]) => true,
                Some([_]) => a.len() % 2 == 1,
                _ => false,
            },
            (Value::Bytes(a), Value::Stored(b)) => (a.len() as u64).next_multiple_of(2) == b.len,
            (Value::Stored(a), Value::Stored(b)) => a.len.next_multiple_of(2) == b.len,
            // So short that the reader took it in.
            (Value::Stored(a), Value::Bytes(b)) => a.len.next_multiple_of(2) == b.len() as u64,
            // Written as a sequence without items, or as an element without a value.
            (Value::Items(items), Value::Bytes(bytes))
            | (Value::Bytes(bytes), Value::Items(items)) => items.is_empty() && bytes.is_empty(),
            (a, b) => a == b,
        };
        let vr = self.vr == read.vr || !encoding.explicit() || read.vr == VR::UN;
        self.tag == read.tag && vr && value
    }

    /// The value representation that the value has by its meaning: the dictionary's for elements
    /// that were encoded as UN (PS3.5 6.2.2), otherwise the encoded one.
    pub fn meant_vr(&self) -> VR {
        match self.vr {
            VR::UN => dictionary_vr(self.tag).unwrap_or(VR::UN),
            vr => vr,
        }
    }
}

impl DataSet {
    /// A data set of these elements, brought into ascending order.
    pub fn new(mut elements: Vec<Element>) -> Self {
        if !elements.is_sorted_by_key(|e| e.tag) {
            elements.sort_by_key(|e| e.tag);
        }
        Self { elements }
    }

    /// The elements, ascending.
    pub fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// The elements, given away.
    pub fn into_elements(self) -> Vec<Element> {
        self.elements
    }

    /// The element of this tag at this level.
    pub fn get(&self, tag: Tag) -> Option<&Element> {
        let at = self.elements.binary_search_by_key(&tag, |e| e.tag).ok()?;
        self.elements.get(at)
    }

    /// Adds the element, or replaces the one of the same tag.
    pub fn put(&mut self, element: Element) {
        match self.elements.binary_search_by_key(&element.tag, |e| e.tag) {
            Ok(at) => {
                if let Some(old) = self.elements.get_mut(at) {
                    *old = element;
                }
            }
            Err(at) => self.elements.insert(at, element),
        }
    }

    /// Removes the element of this tag.
    pub fn remove(&mut self, tag: Tag) -> Option<Element> {
        let at = self.elements.binary_search_by_key(&tag, |e| e.tag).ok()?;
        Some(self.elements.remove(at))
    }

    /// Whether this, once written in `encoding`, reads as `read`: implicit encodings do not carry
    /// value representations, and large values are left in the source when read.
    pub fn reads_as(&self, read: &DataSet, encoding: Encoding) -> bool {
        self.elements.len() == read.elements.len()
            && self.elements.iter().zip(&read.elements).all(|(a, b)| a.reads_as(b, encoding))
    }

    /// The value as trimmed ASCII text: UIDs, code strings, numbers as text. Empty values and
    /// text outside ASCII are `None`.
    pub fn ascii(&self, tag: Tag) -> Option<&str> {
        let text = std::str::from_utf8(trim(self.get(tag)?.bytes()?)).ok()?;
        (!text.is_empty() && text.is_ascii()).then_some(text)
    }

    /// An unsigned short (US) in the file's byte order.
    pub fn u16(&self, tag: Tag, encoding: Encoding) -> Option<u16> {
        let bytes: [u8; 2] = self.get(tag)?.bytes()?.get(..2)?.try_into().ok()?;
        Some(if encoding.big_endian() {
            u16::from_be_bytes(bytes)
        } else {
            u16::from_le_bytes(bytes)
        })
    }
}

/// What the standard's dictionary (PS3.6) gives as the value representation of a tag.
pub fn dictionary_vr(tag: Tag) -> Option<VR> {
    if tag.0 % 2 == 1 {
        return (tag.1 & 0xFF00 == 0 && tag.1 >= 0x10).then_some(VR::LO);
    }
    if tag.1 == 0 {
        return Some(VR::UL);
    }
    Some(StandardDataDictionary.by_tag(tag)?.vr().relaxed())
}

/// The keyword of a tag in the standard's dictionary (PS3.6).
pub fn keyword(tag: Tag) -> Option<&'static str> {
    if tag.0 % 2 == 1 || tag.1 == 0 {
        return None;
    }
    Some(StandardDataDictionary.by_tag(tag)?.alias())
}
