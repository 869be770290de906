//! Which items of encapsulated pixel data make up each frame (PS3.5 A.4).

use std::fs::File;
use std::ops::Range;
use std::os::unix::fs::FileExt;

use crate::code::{Code, Fault, Outcome};
use crate::dataset::Extent;

const ITEM: [u8; 4] = [0xFE, 0xFF, 0x00, 0xE0];

/// Item tag and length.
const HEADER: u64 = 8;

/// The items, and for each frame the range of its items.
#[derive(Debug)]
pub(super) struct Fragments {
    items: Vec<Extent>,
    frames: Vec<Range<usize>>,
}

impl Fragments {
    /// Walks the items by their headers.
    ///
    /// # Errors
    /// `E_PIXEL_LENGTH` when they cannot be assigned to so many frames, `E_MALFORMED`,
    /// `E_TRUNCATED`, `E_UNREADABLE`.
    pub(super) fn find(file: &File, extent: Extent, count: usize) -> Outcome<Fragments> {
        let items = walk(file, extent)?;
        let Some((table, items)) = items.split_first() else {
            return Err(Fault(Code::PixelLength));
        };
        let frames = if items.len() == count {
            (0..count).map(|i| i..i + 1).collect()
        } else if count == 1 {
            std::iter::once(0..items.len()).collect()
        } else {
            let starts = match offsets(file, *table, count)? {
                Some(offsets) => by_table(items, &offsets),
                None => by_content(file, items)?,
            };
            ranges(&starts, items.len(), count).ok_or(Fault(Code::PixelLength))?
        };
        if items.is_empty() {
            Err(Fault(Code::PixelLength))
        } else {
            Ok(Fragments { items: items.to_vec(), frames })
        }
    }

    /// The encoded bytes of a frame.
    ///
    /// # Errors
    /// `E_PIXEL_LENGTH`, `E_TRUNCATED`, `E_UNREADABLE`.
    pub(super) fn read(&self, file: &File, frame: usize) -> Outcome<Vec<u8>> {
        let items = self.frames.get(frame).and_then(|range| self.items.get(range.clone()));
        let mut bytes = Vec::new();
        for item in items.ok_or(Fault(Code::PixelLength))? {
            let start = bytes.len();
            bytes.resize(start + usize::try_from(item.len).unwrap_or(usize::MAX - start), 0);
            let rest = bytes.get_mut(start..).unwrap_or_default();
            file.read_exact_at(rest, item.offset).map_err(|e| Fault::reading(&e))?;
        }
        Ok(bytes)
    }
}

/// All items, the offset table first.
fn walk(file: &File, extent: Extent) -> Outcome<Vec<Extent>> {
    let mut items = Vec::new();
    let (mut at, end) = (extent.offset, extent.offset + extent.len);
    loop {
        let mut header = [0; HEADER as usize];
        file.read_exact_at(&mut header, at).map_err(|e| Fault::reading(&e))?;
        let [tag @ .., l0, l1, l2, l3] = header;
        if tag != ITEM {
            return Ok(items);
        }
        let len = u64::from(u32::from_le_bytes([l0, l1, l2, l3]));
        items.push(Extent { offset: at + HEADER, len });
        at += HEADER + len;
        if at >= end {
            return Err(Fault(Code::Malformed));
        }
    }
}

/// The basic offset table, if there is one with an entry for each frame.
fn offsets(file: &File, table: Extent, count: usize) -> Outcome<Option<Vec<u32>>> {
    if table.len != 4 * count as u64 {
        return Ok(None);
    }
    let mut bytes = vec![0; 4 * count];
    file.read_exact_at(&mut bytes, table.offset).map_err(|e| Fault::reading(&e))?;
    Ok(Some(bytes.as_chunks().0.iter().map(|b| u32::from_le_bytes(*b)).collect()))
}

/// Indices of the items that the table's offsets point to.
fn by_table(items: &[Extent], offsets: &[u32]) -> Vec<usize> {
    let first = items.first().map_or(0, |item| item.offset);
    let at = |offset: &u32| {
        items.binary_search_by_key(&(first + u64::from(*offset)), |item| item.offset).ok()
    };
    offsets.iter().filter_map(at).collect()
}

/// Indices of the items that begin with the first marker of a codestream.
fn by_content(file: &File, items: &[Extent]) -> Outcome<Vec<usize>> {
    let mut starts = Vec::new();
    for (i, item) in items.iter().enumerate() {
        let mut start = [0; 4];
        if item.len >= 4 {
            file.read_exact_at(&mut start, item.offset).map_err(|e| Fault::reading(&e))?;
        }
        if matches!(start, [0xFF, 0xD8, 0xFF, _] | [0xFF, 0x4F, 0xFF, 0x51]) {
            starts.push(i);
        }
    }
    Ok(starts)
}

/// From one start to the next, if there is one start for each frame and the first is at 0.
fn ranges(starts: &[usize], items: usize, count: usize) -> Option<Vec<Range<usize>>> {
    if starts.len() != count || starts.first() != Some(&0) || !starts.is_sorted_by(|a, b| a < b) {
        return None;
    }
    let ends = starts.iter().skip(1).copied().chain([items]);
    Some(starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect())
}
