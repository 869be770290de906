//! Data sets, elements and items (PS3.5 7.1, 7.5).

use std::io::{Read, Seek};

use dicom_core::{Tag, VR};

use super::header::{ElementHeader, ITEM, ITEM_END, SEQUENCE_END, UNDEFINED};
use super::reader::Reader;
use crate::code::{Code, Fault, Outcome};
use crate::dataset::dictionary::dictionary_vr;
use crate::dataset::element::{DataSet, Element, Value};
use crate::dataset::extent::Extent;
use crate::dataset::syntax::Encoding;
use crate::dataset::vr::is_text;

/// Binary values longer than this stay in the source.
const INLINE: u64 = 4096;

/// Where a data set ends.
#[derive(Clone, Copy)]
pub(super) enum End {
    /// At this offset.
    At(u64),
    /// At the item delimiter.
    Delimiter,
}

/// What stands at a position inside a data set.
enum Next {
    Element(Element),
    /// A delimiter that closes nothing, which readers pass over.
    Nothing,
    End,
}

/// Whether this is the pixel data, behind which little comes (PS3.3 C.7.6.3).
fn is_pixels(element: &Element) -> bool {
    matches!(element.tag, Tag(0x7FE0, 0x0008..=0x0010))
}

impl<R: Read + Seek> Reader<'_, R> {
    pub(super) fn dataset(
        &mut self,
        encoding: Encoding,
        end: End,
        depth: usize,
    ) -> Outcome<DataSet> {
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
                if depth == 0 && elements.last().is_some_and(is_pixels) && self.zeros(end)? {
                    break;
                }
            }
            match self.element(encoding, end, depth) {
                Ok(Next::Element(element)) => elements.push(element),
                Ok(Next::Nothing) => {}
                Ok(Next::End) => break,
                Err(Fault(Code::Truncated)) if self.limits.lenient && depth == 0 => break,
                Err(fault) => return Err(fault),
            }
            self.count()?;
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

    /// Whether nothing but zeros is left: some archives fill up their blocks with them. They are passed over.
    fn zeros(&mut self, end: u64) -> Outcome<bool> {
        if self.peek()? != Some([0; 8]) {
            return Ok(false);
        }
        let length = end - self.pos;
        let mut block = [0; 4096];
        while self.pos < end {
            let size = (end - self.pos).min(block.len() as u64);
            let block = block.get_mut(..size as usize).unwrap_or_default();
            self.source.read_exact(block).map_err(|e| Fault::reading(&e))?;
            self.pos += size;
            // Group 0000 is no part of a data set.
            if block.iter().any(|byte| *byte != 0) {
                return Err(Fault(Code::Malformed));
            }
        }
        tracing::info!(bytes = length, "zeros behind the pixels are left out");
        Ok(true)
    }

    fn ordered(&self, elements: Vec<Element>) -> Outcome<DataSet> {
        let dataset = DataSet::new(elements);
        let repeated = |pair: &[Element]| matches!(pair, [a, b] if a.tag == b.tag);
        if !dataset.elements().windows(2).any(repeated) {
            return Ok(dataset);
        }
        if !self.limits.lenient {
            return Err(Fault(Code::Malformed));
        }
        // The last of several wins, as in readers that fill a map.
        let mut elements = dataset.into_elements();
        elements.reverse();
        elements.dedup_by_key(|e| e.tag);
        Ok(DataSet::new(elements))
    }

    fn element(&mut self, encoding: Encoding, end: End, depth: usize) -> Outcome<Next> {
        let ElementHeader { tag, vr, len, inner } = self.header(encoding)?;
        if tag == ITEM_END {
            return match end {
                End::Delimiter => Ok(Next::End),
                End::At(_) if len == 0 => Ok(Next::Nothing),
                End::At(_) => Err(Fault(Code::Malformed)),
            };
        }
        // Delimiters that close nothing; file meta information that other readers take for what it
        // is (PS3.10 7.1).
        let is_meta = tag.0 == 0x0002 && !self.limits.lenient;
        if tag.0 == 0xFFFE || is_meta {
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
        Ok(Next::Element(Element { tag, vr, value }))
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
        let meant = if vr == VR::UN { dictionary_vr(tag).unwrap_or(VR::UN) } else { vr };
        if meant == VR::SQ {
            return Ok(Value::Items(self.items(inner, Some(self.pos + len), depth)?));
        }
        if len > INLINE && !is_text(meant) {
            let extent = Extent { offset: self.pos, len };
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
            self.count()?;
        }
        Ok(items)
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
}
