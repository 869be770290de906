//! Reading a DICOM file (PS3.10 section 7) without trusting it: every declared length is checked
//! against what is there, nesting and memory are bounded, large binary values stay in the source.

use std::io::{BufReader, Cursor, Read, Seek};

use dicom_core::{Tag, VR};

use super::meta::FileMeta;
use super::syntax::{Encoding, Syntax};
use super::text::is_text;
use super::{DataSet, Element, Extent, Value, dictionary_vr};
use crate::code::{Code, Fault, Outcome};

const UNDEFINED: u32 = 0xFFFF_FFFF;
const ITEM: Tag = Tag(0xFFFE, 0xE000);
const ITEM_END: Tag = Tag(0xFFFE, 0xE00D);
const SEQUENCE_END: Tag = Tag(0xFFFE, 0xE0DD);
/// Binary values longer than this stay in the source.
const INLINE: u64 = 4096;
/// One system call reads a usual header.
const BUFFER: usize = 16 * 1024;

/// How much of a file may be taken in, and how strictly.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Deepest nesting of sequences.
    pub depth: usize,
    /// Bytes of values kept in memory, and of an inflated data set.
    pub memory: u64,
    /// Elements at all depths together.
    pub elements: usize,
    /// Read what can be read of a damaged file, as lenient readers do. Only for the modes that
    /// reproduce another tool's results: such a file is otherwise refused.
    pub lenient: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: 64,
            memory: 256 << 20,
            elements: 4_000_000,
            lenient: false,
        }
    }
}

/// A file's content.
#[derive(Debug)]
pub struct Parsed {
    /// Whether the preamble holds anything but zeros.
    pub preamble_used: bool,
    /// File meta information; empty where the file has none.
    pub meta: FileMeta,
    /// How the data set is encoded.
    pub syntax: Syntax,
    /// The data set.
    pub dataset: DataSet,
    /// The data set of a deflated file, which extents then refer to.
    pub inflated: Option<Vec<u8>>,
}

/// Reads the header of a DICOM file of `len` bytes.
///
/// # Errors
/// A [`Fault`] with the code that says what is wrong; never a value of the file.
pub fn parse<R: Read + Seek>(source: R, len: u64, limits: &Limits) -> Outcome<Parsed> {
    let mut parser = Parser {
        source: BufReader::with_capacity(BUFFER, source),
        pos: 0,
        len,
        limits,
        memory: 0,
        elements: 0,
    };
    let preamble_used = parser.preamble()?;
    let meta = FileMeta::new(parser.meta()?);
    let found = parser.sniff()?;
    let syntax = match meta.transfer_syntax() {
        Some(uid) => Syntax::from_uid(uid)?,
        None => Syntax::native(found.ok_or(Fault(Code::NotDicom))?),
    };
    if syntax.deflated {
        let inflated = parser.inflate()?;
        let (size, budget) = (inflated.len() as u64, parser.limits);
        let mut inner = Parser {
            source: BufReader::new(Cursor::new(&inflated)),
            pos: 0,
            len: size,
            limits: budget,
            memory: 0,
            elements: 0,
        };
        let dataset = inner.root(syntax.encoding)?;
        return Ok(Parsed {
            preamble_used,
            meta,
            syntax,
            dataset,
            inflated: Some(inflated),
        });
    }
    // Some writers declare one encoding and use the other: what stands there decides.
    let encoding = match found {
        Some(found) if found.big_endian() == syntax.encoding.big_endian() => found,
        _ => syntax.encoding,
    };
    let dataset = parser.root(encoding)?;
    Ok(Parsed {
        preamble_used,
        meta,
        syntax,
        dataset,
        inflated: None,
    })
}

struct Parser<'a, R> {
    source: BufReader<R>,
    pos: u64,
    len: u64,
    limits: &'a Limits,
    memory: u64,
    elements: usize,
}

/// Where a data set ends.
#[derive(Clone, Copy)]
enum End {
    /// At this offset.
    At(u64),
    /// At the item delimiter.
    Delimiter,
}

struct ElementHeader {
    tag: Tag,
    vr: VR,
    len: u32,
    /// The encoding of the items if this is a sequence.
    inner: Encoding,
}

impl<R: Read + Seek> Parser<'_, R> {
    fn take<const N: usize>(&mut self) -> Outcome<[u8; N]> {
        let mut bytes = [0; N];
        self.source
            .read_exact(&mut bytes)
            .map_err(|e| Fault::reading(&e))?;
        self.pos += N as u64;
        Ok(bytes)
    }

    fn peek<const N: usize>(&mut self) -> Outcome<Option<[u8; N]>> {
        if self.pos + N as u64 > self.len {
            return Ok(None);
        }
        let bytes = self.take()?;
        self.source
            .seek_relative(-(N as i64))
            .map_err(|e| Fault::reading(&e))?;
        self.pos -= N as u64;
        Ok(Some(bytes))
    }

    fn skip(&mut self, len: u64) -> Outcome<()> {
        let by = i64::try_from(len).map_err(|_| Fault(Code::Malformed))?;
        self.source
            .seek_relative(by)
            .map_err(|e| Fault::reading(&e))?;
        self.pos += len;
        Ok(())
    }

    fn value(&mut self, len: u64) -> Outcome<Vec<u8>> {
        self.memory += len;
        if self.memory > self.limits.memory {
            return Err(Fault(Code::TooLarge));
        }
        let mut bytes = vec![0; usize::try_from(len).map_err(|_| Fault(Code::TooLarge))?];
        self.source
            .read_exact(&mut bytes)
            .map_err(|e| Fault::reading(&e))?;
        self.pos += len;
        Ok(bytes)
    }

    /// Passes the preamble and the prefix; a file without them is accepted when its first bytes
    /// can only be those of a data element.
    fn preamble(&mut self) -> Outcome<bool> {
        if let Some(start) = self.peek::<132>()?
            && let Some((preamble, b"DICM")) = start.split_first_chunk::<128>().map(|(p, m)| (p, m))
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
        let element = if little {
            u16::from_le_bytes([e0, e1])
        } else {
            u16::from_be_bytes([e0, e1])
        };
        if element < 0x0100 && ((little || big) && explicit || implicit) {
            return Ok(false);
        }
        Err(Fault(Code::NotDicom))
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
            elements.push(Element {
                tag: header.tag,
                vr: header.vr,
                value: Value::Bytes(bytes),
            });
        }
        Ok(DataSet::new(elements))
    }

    /// The encoding that the next element shows, if there is one.
    fn sniff(&mut self) -> Outcome<Option<Encoding>> {
        let Some([g0, g1, _, _, v0, v1]) = self.peek::<6>()? else {
            return Ok(None);
        };
        let big = u16::from_be_bytes([g0, g1]) < u16::from_le_bytes([g0, g1]);
        Ok(Some(
            match (v0.is_ascii_uppercase() && v1.is_ascii_uppercase(), big) {
                (true, true) => Encoding::ExplicitBig,
                (true, false) => Encoding::ExplicitLittle,
                (false, _) => Encoding::ImplicitLittle,
            },
        ))
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

    fn dataset(&mut self, encoding: Encoding, end: End, depth: usize) -> Outcome<DataSet> {
        if depth > self.limits.depth {
            return Err(Fault(Code::Depth));
        }
        let mut elements = Vec::new();
        loop {
            if let End::At(end) = end {
                if self.pos == end {
                    break;
                }
                if self.pos + 8 > end {
                    self.trailing(end)?;
                    break;
                }
            }
            match self.element(encoding, end, depth) {
                Ok(Some(element)) => elements.push(element),
                Ok(None) => break,
                Err(Fault(Code::Truncated)) if self.limits.lenient && depth == 0 => break,
                Err(fault) => return Err(fault),
            }
            self.elements += 1;
            if self.elements > self.limits.elements {
                return Err(Fault(Code::TooLarge));
            }
        }
        self.ordered(elements)
    }

    /// Fewer bytes than an element's header: zero padding is passed over, anything else is cut off.
    fn trailing(&mut self, end: u64) -> Outcome<()> {
        let rest = self.value(end - self.pos)?;
        if self.limits.lenient || rest.iter().all(|b| *b == 0) {
            return Ok(());
        }
        Err(Fault(Code::Truncated))
    }

    fn ordered(&self, elements: Vec<Element>) -> Outcome<DataSet> {
        let mut dataset = DataSet::new(elements);
        let repeats = dataset
            .elements
            .windows(2)
            .any(|w| matches!(w, [a, b] if a.tag == b.tag));
        if repeats {
            if !self.limits.lenient {
                return Err(Fault(Code::Malformed));
            }
            // The last of several wins, as in readers that fill a map.
            dataset.elements.reverse();
            dataset.elements.dedup_by_key(|e| e.tag);
            dataset.elements.reverse();
        }
        Ok(dataset)
    }

    fn header(&mut self, encoding: Encoding) -> Outcome<ElementHeader> {
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
            return Ok(ElementHeader {
                tag,
                vr,
                len,
                inner: encoding,
            });
        }
        match vr {
            Some(VR::UN) => {
                let len = self.long_length(encoding)?;
                Ok(ElementHeader {
                    tag,
                    vr: VR::UN,
                    len,
                    inner: Encoding::ImplicitLittle,
                })
            }
            Some(vr) if has_long_length(vr) => {
                let len = self.long_length(encoding)?;
                Ok(ElementHeader {
                    tag,
                    vr,
                    len,
                    inner: encoding,
                })
            }
            Some(vr) => Ok(ElementHeader {
                tag,
                vr,
                len: short.into(),
                inner: encoding,
            }),
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

    fn element(&mut self, encoding: Encoding, end: End, depth: usize) -> Outcome<Option<Element>> {
        let ElementHeader {
            tag,
            vr,
            len,
            inner,
        } = self.header(encoding)?;
        if tag == ITEM_END {
            return match end {
                End::Delimiter => Ok(None),
                // Superfluous delimiters close nothing; lenient readers pass over them.
                End::At(_) if len == 0 => self.element(encoding, end, depth),
                End::At(_) => Err(Fault(Code::Malformed)),
            };
        }
        if tag.0 == 0xFFFE {
            return Err(Fault(Code::Malformed));
        }
        let limit = match end {
            End::At(end) => end,
            End::Delimiter => self.len,
        };
        let value = if len == UNDEFINED {
            self.undefined(tag, vr, inner, depth)?
        } else {
            let mut len = u64::from(len);
            if self.pos + len > limit {
                if !self.limits.lenient {
                    return Err(Fault(Code::Truncated));
                }
                len = limit - self.pos;
            }
            self.defined(tag, vr, len, inner, depth)?
        };
        Ok(Some(Element { tag, vr, value }))
    }

    fn undefined(&mut self, tag: Tag, vr: VR, inner: Encoding, depth: usize) -> Outcome<Value> {
        let pixels = matches!(vr, VR::OB | VR::OW | VR::OL | VR::OV | VR::OF | VR::OD);
        if vr == VR::SQ || !pixels && (vr == VR::UN || tag.0 % 2 == 1) {
            return Ok(Value::Items(self.items(inner, None, depth)?));
        }
        if pixels {
            return self.fragments(inner);
        }
        Err(Fault(Code::Malformed))
    }

    fn defined(
        &mut self,
        tag: Tag,
        vr: VR,
        len: u64,
        inner: Encoding,
        depth: usize,
    ) -> Outcome<Value> {
        let meant = if vr == VR::UN {
            dictionary_vr(tag).unwrap_or(VR::UN)
        } else {
            vr
        };
        if meant == VR::SQ {
            return Ok(Value::Items(self.items(
                inner,
                Some(self.pos + len),
                depth,
            )?));
        }
        if len > INLINE && !is_text(meant) {
            let extent = Extent {
                offset: self.pos,
                len,
            };
            self.skip(len)?;
            return Ok(Value::Stored(extent));
        }
        Ok(Value::Bytes(self.value(len)?))
    }

    fn items(
        &mut self,
        encoding: Encoding,
        end: Option<u64>,
        depth: usize,
    ) -> Outcome<Vec<DataSet>> {
        let mut items = Vec::new();
        while end.is_none_or(|end| self.pos < end) {
            let header = self.item_header(encoding)?;
            match header {
                (SEQUENCE_END, _) if end.is_none() => return Ok(items),
                (SEQUENCE_END, _) => continue,
                (ITEM, len) => {
                    let inner = self.item_encoding(encoding)?;
                    let item_end = if len == UNDEFINED {
                        End::Delimiter
                    } else {
                        End::At(self.pos + u64::from(len))
                    };
                    if let End::At(at) = item_end
                        && at > end.unwrap_or(self.len)
                    {
                        return Err(Fault(Code::Truncated));
                    }
                    items.push(self.dataset(inner, item_end, depth + 1)?);
                }
                _ => return Err(Fault(Code::Malformed)),
            }
            self.elements += 1;
            if self.elements > self.limits.elements {
                return Err(Fault(Code::TooLarge));
            }
        }
        Ok(items)
    }

    fn item_header(&mut self, encoding: Encoding) -> Outcome<(Tag, u32)> {
        let ElementHeader { tag, len, .. } = self.header(encoding)?;
        Ok((tag, len))
    }

    /// Items inside an explicit data set are sometimes written in implicit VR.
    fn item_encoding(&mut self, encoding: Encoding) -> Outcome<Encoding> {
        if encoding != Encoding::ExplicitLittle {
            return Ok(encoding);
        }
        Ok(match self.peek::<6>()? {
            Some([0xFE, 0xFF, ..]) | None => encoding,
            Some([.., v0, v1]) if !(v0.is_ascii_uppercase() && v1.is_ascii_uppercase()) => {
                Encoding::ImplicitLittle
            }
            Some(_) => encoding,
        })
    }

    /// Walks the items of encapsulated pixel data by their headers alone.
    fn fragments(&mut self, encoding: Encoding) -> Outcome<Value> {
        let offset = self.pos;
        let mut count = 0u64;
        loop {
            match self.item_header(encoding)? {
                (SEQUENCE_END, _) => break,
                (ITEM, len) if len != UNDEFINED && self.pos + u64::from(len) <= self.len => {
                    self.skip(len.into())?;
                    count += 1;
                }
                (ITEM, UNDEFINED) => return Err(Fault(Code::Malformed)),
                (ITEM, _) => return Err(Fault(Code::Truncated)),
                _ => return Err(Fault(Code::Malformed)),
            }
        }
        let extent = Extent {
            offset,
            len: self.pos - offset,
        };
        Ok(Value::Fragments {
            extent,
            count: count.saturating_sub(1),
        })
    }
}

/// Value representations whose explicit encoding has a 32-bit length (PS3.5 table 7.1-1).
pub(super) fn has_long_length(vr: VR) -> bool {
    use VR::*;
    matches!(
        vr,
        OB | OD | OF | OL | OV | OW | SQ | SV | UC | UN | UR | UT | UV
    )
}
