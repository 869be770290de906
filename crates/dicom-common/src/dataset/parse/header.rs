//! The header of an element: tag, value representation, length (PS3.5 7.1).

use std::io::{Read, Seek};

use dicom_core::{Tag, VR};

use super::reader::Reader;
use crate::code::{Code, Fault, Outcome};
use crate::dataset::dictionary::dictionary_vr;
use crate::dataset::syntax::Encoding;
use crate::dataset::vr::has_long_length;

/// The length of a value that ends with a delimiter.
pub(super) const UNDEFINED: u32 = 0xFFFF_FFFF;
pub(super) const ITEM: Tag = Tag(0xFFFE, 0xE000);
pub(super) const ITEM_END: Tag = Tag(0xFFFE, 0xE00D);
pub(super) const SEQUENCE_END: Tag = Tag(0xFFFE, 0xE0DD);

/// What stands before a value.
pub(super) struct ElementHeader {
    /// Group and element number.
    pub(super) tag: Tag,
    /// As encoded; from the dictionary where the encoding has none.
    pub(super) vr: VR,
    /// Bytes of the value, or [`UNDEFINED`].
    pub(super) len: u32,
    /// The encoding of the items if this is a sequence.
    pub(super) inner: Encoding,
}

impl<R: Read + Seek> Reader<'_, R> {
    /// Reads the header of an element, item or delimiter.
    pub(super) fn header(&mut self, encoding: Encoding) -> Outcome<ElementHeader> {
        let [g0, g1, e0, e1, v0, v1, l0, l1] = self.take::<8>()?;
        let (tag, short) = if encoding.big_endian() {
            let tag = Tag(u16::from_be_bytes([g0, g1]), u16::from_be_bytes([e0, e1]));
            (tag, u16::from_be_bytes([l0, l1]))
        } else {
            let tag = Tag(u16::from_le_bytes([g0, g1]), u16::from_le_bytes([e0, e1]));
            (tag, u16::from_le_bytes([l0, l1]))
        };
        let long = [v0, v1, l0, l1];
        let vr = VR::from_binary([v0, v1]);
        let delimiter = tag.0 == 0xFFFE;
        let letters = v0.is_ascii_uppercase() && v1.is_ascii_uppercase();
        if !encoding.explicit() || delimiter || !letters {
            let len = match encoding {
                Encoding::ExplicitBig => u32::from_be_bytes(long),
                _ => u32::from_le_bytes(long),
            };
            let vr = dictionary_vr(tag).unwrap_or(VR::UN);
            return Ok(ElementHeader { tag, vr, len, inner: encoding });
        }
        match vr {
            Some(VR::UN) => {
                let len = self.long_length(encoding)?;
                Ok(ElementHeader { tag, vr: VR::UN, len, inner: Encoding::ImplicitLittle })
            }
            Some(vr) if has_long_length(vr) => {
                let len = self.long_length(encoding)?;
                Ok(ElementHeader { tag, vr, len, inner: encoding })
            }
            Some(vr) => Ok(ElementHeader { tag, vr, len: short.into(), inner: encoding }),
            None => Err(Fault(Code::Malformed)),
        }
    }

    fn long_length(&mut self, encoding: Encoding) -> Outcome<u32> {
        let bytes = self.take::<4>()?;
        Ok(if encoding.big_endian() {
            u32::from_be_bytes(bytes)
        } else {
            u32::from_le_bytes(bytes)
        })
    }

    /// Tag and length of an item or delimiter.
    pub(super) fn item_header(&mut self, encoding: Encoding) -> Outcome<(Tag, u32)> {
        let ElementHeader { tag, len, .. } = self.header(encoding)?;
        Ok((tag, len))
    }
}
