//! Encapsulated pixel data (PS3.5 A.4).

use std::io::{Read, Seek};

use super::header::{ITEM, SEQUENCE_END, UNDEFINED};
use super::reader::Reader;
use crate::code::{Code, Fault, Outcome};
use crate::dataset::element::Value;
use crate::dataset::extent::Extent;
use crate::dataset::syntax::Encoding;

impl<R: Read + Seek> Reader<'_, R> {
    /// Walks the items of encapsulated pixel data by their headers alone.
    pub(super) fn fragments(&mut self, encoding: Encoding) -> Outcome<Value> {
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
        let extent = Extent { offset, len: self.pos - offset };
        Ok(Value::Fragments { extent, count: count.saturating_sub(1) })
    }
}
