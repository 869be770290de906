//! Data elements, and the data sets that hold them and that sequences nest in them (PS3.5 section 7).

use dicom_core::{Tag, VR};

use super::dictionary::dictionary_vr;
use super::extent::Extent;
use super::piece::Piece;
use super::syntax::Encoding;
use super::values::trim;
use super::vr::{is_text, padding};

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
    /// The same where it is not copied as it stands.
    Rewritten {
        /// From the first item's tag to the end of the sequence delimiter.
        pieces: Vec<Piece>,
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
            bytes.push(padding(vr));
        }
        Self { tag, vr, value: Value::Bytes(bytes) }
    }

    /// A sequence (VR SQ) of these items.
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
            Value::Stored(_) | Value::Fragments { .. } | Value::Rewritten { .. } => false,
        }
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

    /// Whether pixel data at any depth is put together anew.
    pub fn has_rewritten_pixels(&self) -> bool {
        self.elements.iter().any(|element| match &element.value {
            Value::Rewritten { .. } => true,
            Value::Items(items) => items.iter().any(DataSet::has_rewritten_pixels),
            _ => false,
        })
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
