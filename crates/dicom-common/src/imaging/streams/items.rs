//! The items of encapsulated pixel data (PS3.5 A.4).

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};

use crate::code::{Code, Fault, Outcome};
use crate::dataset::Extent;

/// Item tag and length.
pub(super) const HEADER: u64 = 8;
const ITEM: [u8; 4] = [0xFE, 0xFF, 0x00, 0xE0];
const SEQUENCE_END: [u8; 4] = [0xFE, 0xFF, 0xDD, 0xE0];
/// Most items of one element.
const MOST: usize = 4_000_000;

/// Where the contents of the items lie.
#[derive(Debug)]
pub(super) struct Items {
    /// The basic offset table.
    pub(super) table: Extent,
    /// The fragments.
    pub(super) fragments: Vec<Extent>,
    /// Whether the delimiter has the length zero.
    pub(super) is_closed: bool,
}

impl Items {
    /// Walks the items by their headers.
    ///
    /// # Errors
    /// `E_MALFORMED`, `E_TOO_LARGE`, `E_TRUNCATED`, `E_UNREADABLE`.
    pub(super) fn find(file: &File, extent: Extent) -> Outcome<Items> {
        let mut reader = BufReader::new(file);
        reader.seek(SeekFrom::Start(extent.offset)).map_err(|e| Fault::reading(&e))?;
        let (mut items, end) = (Vec::new(), extent.offset + extent.len);
        let mut at = extent.offset;
        loop {
            let mut header = [0; HEADER as usize];
            reader.read_exact(&mut header).map_err(|e| Fault::reading(&e))?;
            at += HEADER;
            let [tag @ .., l0, l1, l2, l3] = header;
            let len = u64::from(u32::from_le_bytes([l0, l1, l2, l3]));
            match tag {
                SEQUENCE_END if at == end && !items.is_empty() => {
                    let table = items.remove(0);
                    return Ok(Items { table, fragments: items, is_closed: len == 0 });
                }
                ITEM if at + len < end => items.push(Extent { offset: at, len }),
                _ => return Err(Fault(Code::Malformed)),
            }
            if items.len() > MOST {
                return Err(Fault(Code::TooLarge));
            }
            let by = i64::try_from(len).map_err(|_| Fault(Code::Malformed))?;
            reader.seek_relative(by).map_err(|e| Fault::reading(&e))?;
            at += len;
        }
    }
}
