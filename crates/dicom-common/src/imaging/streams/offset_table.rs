//! The basic offset table (PS3.5 A.4).

use std::fs::File;
use std::os::unix::fs::FileExt;

use super::pieces::Pieces;
use super::place::Place;
use crate::code::{Fault, Outcome};
use crate::dataset::Extent;

/// The item of the table.
#[derive(Debug)]
pub(super) struct OffsetTable {
    /// The item with its header.
    pub(super) item: Pieces,
    /// Whether it is another one than in the source.
    pub(super) is_new: bool,
}

impl OffsetTable {
    /// The table of these frames: the one of the source where it is right or empty.
    ///
    /// # Errors
    /// `E_UNREADABLE`, `E_TRUNCATED`.
    pub(super) fn of(file: &File, stored: Extent, places: &[Place]) -> Outcome<OffsetTable> {
        let mut item = Pieces::default();
        let offsets: Result<Vec<u32>, _> = places.iter().map(|p| u32::try_from(p.start)).collect();
        let right: Vec<u8> =
            offsets.unwrap_or_default().into_iter().flat_map(u32::to_le_bytes).collect();
        if stored.len == 0 || is_there(file, stored, &right)? {
            item.stored(stored.offset - super::items::HEADER, stored.len + super::items::HEADER);
            return Ok(OffsetTable { item, is_new: false });
        }
        item.header(0xE000, u32::try_from(right.len()).unwrap_or(0));
        item.bytes(&right);
        Ok(OffsetTable { item, is_new: true })
    }
}

fn is_there(file: &File, stored: Extent, right: &[u8]) -> Outcome<bool> {
    if stored.len != right.len() as u64 {
        return Ok(false);
    }
    let mut bytes = vec![0; right.len()];
    file.read_exact_at(&mut bytes, stored.offset).map_err(|e| Fault::reading(&e))?;
    Ok(bytes == right)
}
