//! Writing data sets: the header into memory, large values as references into the source.

use std::fs::File;
use std::io::{self, Write};

use dicom_core::{Tag, VR};

use super::parse::has_long_length;
use super::splice::Conveyor;
use super::text::padding;
use super::{DataSet, Element, Encoding, Extent, Value};

/// Room for the header of a usual image, in bytes.
const USUAL_HEADER: usize = 8 * 1024;

/// An encoded data set: bytes, and the places among them where parts of the source belong.
#[derive(Debug, Default)]
pub struct Encoded {
    bytes: Vec<u8>,
    /// Position in `bytes`, and what of the source comes there; ascending.
    splices: Vec<(usize, Extent)>,
}

/// Where extents are copied from.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// An open file: the kernel copies.
    File(&'a File),
    /// An inflated data set.
    Memory(&'a [u8]),
}

impl Encoded {
    /// What `prefix` holds (preamble, file meta), then the data set.
    pub fn new(prefix: Vec<u8>, dataset: &DataSet, encoding: Encoding) -> Self {
        let mut encoded = Self { bytes: prefix, splices: Vec::new() };
        encoded.bytes.reserve(USUAL_HEADER);
        encoded.dataset(dataset, encoding);
        encoded
    }

    /// Length in bytes of the whole file.
    pub fn len(&self) -> u64 {
        self.bytes.len() as u64 + self.splices.iter().map(|(_, e)| e.len).sum::<u64>()
    }

    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The pieces in their order: bytes, then the extent that follows them, if any.
    pub fn pieces(&self) -> impl Iterator<Item = (&[u8], Option<Extent>)> {
        let ends = self.splices.iter().map(|(at, e)| (*at, Some(*e)));
        let ends = ends.chain([(self.bytes.len(), None)]);
        ends.scan(0, |start, (end, extent)| {
            let piece = self.bytes.get(*start..end).unwrap_or_default();
            *start = end;
            Some((piece, extent))
        })
    }

    /// Writes everything to `target`, the extents copied from `source`.
    ///
    /// # Errors
    /// Any error of reading or writing, also a source that has become shorter.
    pub fn write(
        &self,
        source: Source<'_>,
        target: &mut File,
        conveyor: &mut Conveyor,
    ) -> io::Result<()> {
        for (piece, extent) in self.pieces() {
            target.write_all(piece)?;
            match (extent, source) {
                (None, _) => {}
                (Some(e), Source::File(file)) => conveyor.copy(file, e.offset, e.len, target)?,
                (Some(e), Source::Memory(bytes)) => target.write_all(slice(bytes, e)?)?,
            }
        }
        Ok(())
    }

    /// Content that is nothing but these bytes.
    pub fn whole(bytes: Vec<u8>) -> Self {
        Self { bytes, splices: Vec::new() }
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

    /// Whether a file has this length and these bytes wherever they do not come from the source.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn is_in(&self, file: &File) -> io::Result<bool> {
        use std::os::unix::fs::FileExt;
        if file.metadata()?.len() != self.len() {
            return Ok(false);
        }
        let mut at = 0;
        for (piece, extent) in self.pieces() {
            let mut there = vec![0; piece.len()];
            file.read_exact_at(&mut there, at)?;
            if there != piece {
                return Ok(false);
            }
            at += piece.len() as u64 + extent.map_or(0, |e| e.len);
        }
        Ok(true)
    }

    /// Everything in memory, for data sets that are compressed as a whole.
    pub fn to_memory(&self, source: &[u8]) -> io::Result<Vec<u8>> {
        let mut whole = Vec::with_capacity(usize::try_from(self.len()).unwrap_or(0));
        for (piece, extent) in self.pieces() {
            whole.extend_from_slice(piece);
            if let Some(extent) = extent {
                whole.extend_from_slice(slice(source, extent)?);
            }
        }
        Ok(whole)
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

fn slice(source: &[u8], extent: Extent) -> io::Result<&[u8]> {
    let start = usize::try_from(extent.offset).ok();
    let end = usize::try_from(extent.offset + extent.len).ok();
    start
        .zip(end)
        .and_then(|(start, end)| source.get(start..end))
        .ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}
