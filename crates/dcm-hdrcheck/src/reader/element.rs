//! Data elements and data sets (PS3.5 section 7) as all criteria see them.

use dicom_core::{Tag, VR};

use super::source::Extent;
use super::syntax::Encoding;
use super::vr::{dictionary_vr, is_characters};

/// The value of an element.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// The value field as it is in the file, padding included.
    Bytes(Vec<u8>),
    /// A large value that was left where it is.
    Stored(Extent),
    /// The items of a sequence.
    Items(Vec<DataSet>),
    /// Encapsulated pixel data (PS3.5 A.4), left where it is.
    Fragments(Fragments),
}

/// Encapsulated pixel data.
#[derive(Debug, Clone, PartialEq)]
pub struct Fragments {
    /// From the first item's tag to the end of the sequence delimiter.
    pub extent: Extent,
    /// The values of the items: the Basic Offset Table, then the fragments.
    pub items: Vec<Extent>,
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
    /// What the other reader makes of a text that is not ASCII.
    pub theirs: Option<String>,
}

/// Elements in the order of the file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DataSet {
    elements: Vec<Element>,
}

impl Element {
    /// An element with a value in memory.
    pub fn new(tag: Tag, vr: VR, bytes: Vec<u8>) -> Self {
        Self { tag, vr, value: Value::Bytes(bytes), theirs: None }
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

    /// Whether there is nothing in the value but padding.
    pub fn is_blank(&self) -> bool {
        match &self.value {
            Value::Bytes(bytes) => is_blank(self.meant_vr(), bytes),
            Value::Items(items) => items.is_empty(),
            Value::Stored(_) | Value::Fragments(_) => false,
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

/// No bytes, or only padding where the value is of characters.
pub fn is_blank(vr: VR, bytes: &[u8]) -> bool {
    bytes.is_empty() || is_characters(vr) && split_values(bytes).all(<[u8]>::is_empty)
}

impl DataSet {
    /// A data set of these elements.
    pub fn new(elements: Vec<Element>) -> Self {
        Self { elements }
    }

    /// The elements, in the order of the file.
    pub fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// The same, to be completed.
    pub(super) fn elements_mut(&mut self) -> &mut Vec<Element> {
        &mut self.elements
    }

    /// The element of this tag at this level; the last of several.
    pub fn get(&self, tag: Tag) -> Option<&Element> {
        if self.elements.is_sorted_by_key(|e| e.tag) {
            let end = self.elements.partition_point(|e| e.tag <= tag);
            return self.elements.get(end.checked_sub(1)?).filter(|e| e.tag == tag);
        }
        self.elements.iter().rev().find(|e| e.tag == tag)
    }

    /// The value as trimmed ASCII text: UIDs, code strings, numbers as text. Empty values and text
    /// outside ASCII are `None`.
    pub fn ascii(&self, tag: Tag) -> Option<&str> {
        let text = std::str::from_utf8(trim(self.get(tag)?.bytes()?)).ok()?;
        (!text.is_empty() && text.is_ascii()).then_some(text)
    }

    /// An unsigned short (US).
    pub fn u16(&self, tag: Tag, encoding: Encoding) -> Option<u16> {
        self.get(tag)?.bytes()?.first_chunk().map(|bytes| encoding.u16(*bytes))
    }
}

/// The value without the spaces and zeros around it.
pub fn trim(bytes: &[u8]) -> &[u8] {
    let pad = |b: &u8| matches!(b, 0 | b' ' | b'\t' | b'\r' | b'\n');
    let start = bytes.iter().position(|b| !pad(b)).unwrap_or(bytes.len());
    let end = bytes.iter().rposition(|b| !pad(b)).map_or(start, |at| at + 1);
    bytes.get(start..end).unwrap_or_default()
}

/// The values of a multi-valued element whose characters are ASCII: dates, numbers, UIDs.
pub fn split_values(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|b| *b == b'\\').map(trim)
}
