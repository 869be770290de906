//! A whole file: preamble, file meta information, data set (PS3.10 section 7).

use std::io::{Cursor, Read, Seek};

use dicom_core::VR;

use super::elements::End;
use super::header::UNDEFINED;
use super::limits::ReadLimits;
use super::reader::Reader;
use crate::code::{Code, Fault, Outcome, START};
use crate::dataset::element::{DataSet, Element, Value};
use crate::dataset::meta::FileMeta;
use crate::dataset::syntax::{Encoding, Syntax};

/// A file's content.
#[derive(Debug)]
pub struct Parsed {
    /// Whether the preamble holds anything but zeros.
    pub preamble_used: bool,
    /// File meta information; empty where the file has none.
    pub meta: FileMeta,
    /// How the data set is encoded.
    pub syntax: Syntax,
    /// All elements outside of group 0002.
    pub dataset: DataSet,
    /// The data set of a deflated file, which extents then refer to.
    pub inflated: Option<Vec<u8>>,
}

/// Reads the header of a DICOM file of `len` bytes. Large binary values are not read.
///
/// # Errors
/// A [`Fault`] with the code that says what is wrong; never a value of the file.
///
/// ```
/// use std::io::Cursor;
///
/// use dicom_common::dataset::{
///     DataSet, Element, Encoded, Encoding, FileMeta, ReadLimits, Syntax, Tag, VR, parse,
/// };
///
/// let modality = Tag(0x0008, 0x0060);
/// let dataset = DataSet::new(vec![Element::new(modality, VR::CS, b"MR".to_vec())]);
/// let syntax = Syntax::native(Encoding::ExplicitLittle);
/// let prefix = FileMeta::rebuilt("1.2.840.10008.5.1.4.1.1.4", "2.25.1", &syntax);
/// let file = Encoded::new(prefix, &dataset, syntax.encoding).to_memory(&[])?;
///
/// let parsed = parse(Cursor::new(&file), file.len() as u64, &ReadLimits::default())?;
/// assert_eq!(parsed.dataset.ascii(modality), Some("MR"));
/// assert_eq!(parsed.syntax, syntax);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn parse<R: Read + Seek>(source: R, len: u64, limits: &ReadLimits) -> Outcome<Parsed> {
    let mut reader = Reader::new(source, len, limits);
    let preamble_used = match reader.preamble() {
        Err(Fault(Code::NotDicom)) => return Err(reader.foreign()?),
        result => result?,
    };
    let meta = FileMeta::new(reader.meta()?);
    let found = reader.sniff()?;
    let syntax = match meta.transfer_syntax() {
        Some(uid) => Syntax::from_uid(uid)?,
        // One that is there but cannot be read is not the same as none.
        None if !limits.lenient && meta.names_transfer_syntax() => {
            return Err(Fault(Code::TransferSyntax));
        }
        None => Syntax::native(found.ok_or(Fault(Code::NotDicom))?),
    };
    if syntax.deflated {
        let inflated = reader.inflate()?;
        let mut inner = Reader::new(Cursor::new(&inflated), inflated.len() as u64, limits);
        let dataset = inner.root(syntax.encoding)?;
        return Ok(Parsed { preamble_used, meta, syntax, dataset, inflated: Some(inflated) });
    }
    // Some writers declare one encoding and use the other: what stands there decides.
    let encoding = match found {
        Some(found) if found.big_endian() == syntax.encoding.big_endian() => found,
        _ => syntax.encoding,
    };
    let dataset = reader.root(encoding)?;
    Ok(Parsed { preamble_used, meta, syntax, dataset, inflated: None })
}

impl<R: Read + Seek> Reader<'_, R> {
    /// Passes the preamble and the prefix; a file without them is accepted when its first bytes
    /// can only be those of a data element.
    fn preamble(&mut self) -> Outcome<bool> {
        if let Some(start) = self.peek::<132>()?
            && let Some((preamble, b"DICM")) = start.split_first_chunk::<128>()
        {
            self.skip(132)?;
            return Ok(preamble.iter().any(|b| *b != 0));
        }
        let start = self.peek::<8>()?.ok_or(Fault(Code::NotDicom))?;
        let [g0, g1, e0, e1, v0, v1, l0, l1] = start;
        let little = matches!((g0, g1), (2 | 8, 0));
        let big = (g0, g1) == (0, 8);
        let explicit = VR::from_binary([v0, v1]).is_some();
        let length = u32::from_le_bytes([v0, v1, l0, l1]);
        let implicit = little && u64::from(length) < self.len && length < 0x1_0000;
        let element =
            if little { u16::from_le_bytes([e0, e1]) } else { u16::from_be_bytes([e0, e1]) };
        if element < 0x0100 && ((little || big) && explicit || implicit) {
            return Ok(false);
        }
        Err(Fault(Code::NotDicom))
    }

    /// What the file is, as it is not DICOM.
    fn foreign(&mut self) -> Outcome<Fault> {
        if let Some(start) = self.peek::<START>()? {
            return Ok(Fault::not_dicom(&start));
        }
        let start = self.peek::<8>()?;
        Ok(start.map_or(Fault(Code::NotDicom), |start| Fault::not_dicom(&start)))
    }

    /// The elements of group 0002, which are always Explicit VR Little Endian (PS3.10 7.1).
    fn meta(&mut self) -> Outcome<DataSet> {
        let mut elements = Vec::new();
        while let Some([2, 0]) = self.peek::<2>()? {
            let header = self.header(Encoding::ExplicitLittle)?;
            if header.len == UNDEFINED || self.pos + u64::from(header.len) > self.len {
                return Err(Fault(Code::Truncated));
            }
            let bytes = self.value(header.len.into())?;
            // A second group behind the first would hide what the first one says.
            let is_behind = elements.last().is_none_or(|last: &Element| last.tag < header.tag);
            if !is_behind && !self.limits.lenient {
                return Err(Fault(Code::Malformed));
            }
            elements.push(Element { tag: header.tag, vr: header.vr, value: Value::Bytes(bytes) });
        }
        Ok(DataSet::new(elements))
    }

    /// The encoding that the next element shows, if there is one.
    fn sniff(&mut self) -> Outcome<Option<Encoding>> {
        let Some([g0, g1, _, _, v0, v1]) = self.peek::<6>()? else {
            return Ok(None);
        };
        let big = u16::from_be_bytes([g0, g1]) < u16::from_le_bytes([g0, g1]);
        Ok(Some(match (v0.is_ascii_uppercase() && v1.is_ascii_uppercase(), big) {
            (true, true) => Encoding::ExplicitBig,
            (true, false) => Encoding::ExplicitLittle,
            (false, _) => Encoding::ImplicitLittle,
        }))
    }

    fn inflate(&mut self) -> Outcome<Vec<u8>> {
        let mut bytes = Vec::new();
        let limit = self.limits.memory;
        flate2::bufread::DeflateDecoder::new(&mut self.source)
            .take(limit + 1)
            .read_to_end(&mut bytes)
            .map_err(|e| Fault::reading(&e))?;
        if bytes.len() as u64 > limit {
            return Err(Fault(Code::TooLarge));
        }
        Ok(bytes)
    }

    fn root(&mut self, encoding: Encoding) -> Outcome<DataSet> {
        self.dataset(encoding, End::At(self.len), 0)
    }
}
