//! Encoding data sets (PS3.5 section 7).

use std::io::{self, Write};

use dicom_core::{Tag, VR};

use super::element::{DataSet, Element, Value};
use super::encoded::Encoded;
use super::piece::Piece;
use super::syntax::Encoding;
use super::vr::{has_long_length, padding};

/// Room for the header of a usual image, in bytes.
const USUAL_HEADER: usize = 8 * 1024;

impl Encoded {
    /// What `prefix` holds (preamble, file meta), then the data set.
    ///
    /// ```
    /// use dicom_common::dataset::{DataSet, Element, Encoded, Encoding, Tag, VR};
    ///
    /// let element = Element::new(Tag(0x0008, 0x0060), VR::CS, b"MR".to_vec());
    /// let dataset = DataSet::new(vec![element]);
    /// let encoded = Encoded::new(Vec::new(), &dataset, Encoding::ExplicitLittle);
    /// assert_eq!(encoded.to_memory(&[])?, b"\x08\0\x60\0CS\x02\0MR");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn new(prefix: Vec<u8>, dataset: &DataSet, encoding: Encoding) -> Self {
        let mut encoded = Self { bytes: prefix, splices: Vec::new() };
        encoded.bytes.reserve(USUAL_HEADER);
        encoded.dataset(dataset, encoding);
        encoded
    }

    /// A file whose data set is compressed as a whole (PS3.5 A.5); the extents are of `source`.
    ///
    /// # Errors
    /// When an extent lies outside of the source.
    pub fn deflated(
        mut prefix: Vec<u8>,
        dataset: &DataSet,
        encoding: Encoding,
        source: &[u8],
    ) -> io::Result<Self> {
        let plain = Encoded::new(Vec::new(), dataset, encoding).to_memory(source)?;
        let mut encoder =
            flate2::write::DeflateEncoder::new(&mut prefix, flate2::Compression::default());
        encoder.write_all(&plain)?;
        encoder.finish()?;
        if prefix.len() % 2 == 1 {
            prefix.push(0);
        }
        Ok(Self::whole(prefix))
    }

    fn dataset(&mut self, dataset: &DataSet, encoding: Encoding) {
        for element in dataset.elements() {
            self.element(element, encoding);
        }
    }

    fn element(&mut self, element: &Element, encoding: Encoding) {
        let Element { tag, vr, value } = element;
        match value {
            Value::Bytes(bytes) => {
                self.header(*tag, *vr, even_length(bytes.len() as u64), encoding);
                self.bytes.extend_from_slice(bytes);
                self.pad(bytes.len() as u64, *vr);
            }
            Value::Stored(extent) => {
                self.header(*tag, *vr, even_length(extent.len), encoding);
                self.splices.push((self.bytes.len(), *extent));
                self.pad(extent.len, *vr);
            }
            Value::Fragments { extent, .. } => {
                self.header(*tag, *vr, u32::MAX, encoding);
                self.splices.push((self.bytes.len(), *extent));
            }
            Value::Rewritten { pieces, .. } => {
                self.header(*tag, *vr, u32::MAX, encoding);
                for piece in pieces {
                    match piece {
                        Piece::Bytes(bytes) => self.bytes.extend_from_slice(bytes),
                        Piece::Stored(extent) => self.splices.push((self.bytes.len(), *extent)),
                    }
                }
            }
            Value::Items(items) if items.is_empty() => self.header(*tag, *vr, 0, encoding),
            Value::Items(items) => {
                self.header(*tag, *vr, u32::MAX, encoding);
                // Items below UN are Implicit VR Little Endian whatever surrounds them (PS3.5 6.2.2).
                let inner = if *vr == VR::UN { Encoding::ImplicitLittle } else { encoding };
                for item in items {
                    self.delimiter(0xE000, u32::MAX, inner);
                    self.dataset(item, inner);
                    self.delimiter(0xE00D, 0, inner);
                }
                self.delimiter(0xE0DD, 0, inner);
            }
        }
    }

    /// Values have an even length (PS3.5 7.1.1), whatever a source says.
    fn pad(&mut self, len: u64, vr: VR) {
        if len % 2 == 1 {
            self.bytes.push(padding(vr));
        }
    }

    fn header(&mut self, tag: Tag, vr: VR, len: u32, encoding: Encoding) {
        self.u16(tag.0, encoding);
        self.u16(tag.1, encoding);
        if !encoding.explicit() {
            return self.u32(len, encoding);
        }
        // A value too long for a short length field goes as UN (PS3.5 6.2.2 note 3).
        let vr = if !has_long_length(vr) && len > 0xFFFF { VR::UN } else { vr };
        self.bytes.extend_from_slice(&vr.to_bytes());
        match u16::try_from(len) {
            Ok(short) if !has_long_length(vr) => self.u16(short, encoding),
            _ => {
                self.bytes.extend_from_slice(&[0, 0]);
                self.u32(len, encoding);
            }
        }
    }

    fn delimiter(&mut self, element: u16, len: u32, encoding: Encoding) {
        self.u16(0xFFFE, encoding);
        self.u16(element, encoding);
        self.u32(len, encoding);
    }

    fn u16(&mut self, n: u16, encoding: Encoding) {
        let bytes = if encoding.big_endian() { n.to_be_bytes() } else { n.to_le_bytes() };
        self.bytes.extend_from_slice(&bytes);
    }

    fn u32(&mut self, n: u32, encoding: Encoding) {
        let bytes = if encoding.big_endian() { n.to_be_bytes() } else { n.to_le_bytes() };
        self.bytes.extend_from_slice(&bytes);
    }
}

fn even_length(len: u64) -> u32 {
    u32::try_from(len.next_multiple_of(2)).unwrap_or(u32::MAX - 1)
}
