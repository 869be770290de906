//! Whether what was written reads as it was meant: the check after each file.

use dicom_core::VR;

use super::element::{DataSet, Element, Value};
use super::piece::Piece;
use super::syntax::Encoding;

impl DataSet {
    /// Whether this, once written in `encoding`, reads as `read`: implicit encodings do not carry
    /// value representations, and large values are left in the source when read.
    pub fn reads_as(&self, read: &DataSet, encoding: Encoding) -> bool {
        self.elements().len() == read.elements().len()
            && self.elements().iter().zip(read.elements()).all(|(a, b)| a.reads_as(b, encoding))
    }
}

impl Element {
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
            (Value::Rewritten { pieces, count }, Value::Fragments { extent, count: read }) => {
                count == read && pieces.iter().map(Piece::len).sum::<u64>() == extent.len
            }
            // Written as a sequence without items, or as an element without a value.
            (Value::Items(items), Value::Bytes(bytes))
            | (Value::Bytes(bytes), Value::Items(items)) => items.is_empty() && bytes.is_empty(),
            (a, b) => a == b,
        };
        let vr = self.vr == read.vr || !encoding.explicit() || read.vr == VR::UN;
        self.tag == read.tag && vr && value
    }
}
