//! Which items of encapsulated pixel data make up each frame (PS3.5 A.4).

use std::fs::File;
use std::ops::Range;
use std::os::unix::fs::FileExt;

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::Extent;

/// How an item begins: its tag, then the length of its value.
const ITEM: [u8; 4] = [0xFE, 0xFF, 0x00, 0xE0];
/// Bytes of tag and length.
const HEADER: u64 = 8;

/// Where the frames lie.
#[derive(Debug)]
pub struct Fragments {
    /// The items but for the first, which is the table of offsets.
    items: Vec<Extent>,
    /// For each frame its items.
    frames: Vec<Range<usize>>,
}

impl Fragments {
    /// Goes through the items from one to the next. An item is a frame where there are as many, all of them are one
    /// where there is one; else the table of offsets says where frames begin, or how streams begin.
    ///
    /// # Errors
    /// `E_PIXEL_LENGTH` where so many frames are not found, `E_MALFORMED`, `E_TRUNCATED`, `E_UNREADABLE`.
    pub fn find(file: &File, pixels: Extent, frames: usize) -> Outcome<Self> {
        let mut items = items(file, pixels)?;
        if items.len() < 2 {
            return Err(Fault(Code::PixelLength));
        }
        let table = items.remove(0);
        let starts = if items.len() == frames {
            (0..frames).collect()
        } else if frames == 1 {
            vec![0]
        } else {
            match offsets(file, table, frames)? {
                Some(offsets) => by_offsets(&items, &offsets),
                None => by_markers(file, &items)?,
            }
        };
        let is_right = starts.len() == frames
            && starts.first() == Some(&0)
            && starts.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
        if !is_right {
            return Err(Fault(Code::PixelLength));
        }
        let ends = starts.iter().copied().skip(1).chain([items.len()]);
        let frames = starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect();
        Ok(Self { items, frames })
    }

    /// The stream of a frame.
    ///
    /// # Errors
    /// `E_PIXEL_LENGTH` where there is no such frame, `E_TRUNCATED`, `E_UNREADABLE`.
    pub fn read(&self, file: &File, frame: usize) -> Outcome<Vec<u8>> {
        let items = self.frames.get(frame).and_then(|range| self.items.get(range.clone()));
        let mut stream = Vec::new();
        for item in items.ok_or(Fault(Code::PixelLength))? {
            stream.extend(read(file, *item)?);
        }
        Ok(stream)
    }
}

/// All items before the delimiter.
fn items(file: &File, pixels: Extent) -> Outcome<Vec<Extent>> {
    let end = pixels.offset.saturating_add(pixels.len);
    let mut items = Vec::new();
    let mut at = pixels.offset;
    while at < end {
        let header = read(file, Extent { offset: at, len: HEADER })?;
        let (tag, len) = header.split_at_checked(4).ok_or(Fault(Code::Truncated))?;
        if tag != ITEM {
            return Ok(items);
        }
        let len = len.first_chunk().map_or(0, |len| u32::from_le_bytes(*len).into());
        items.push(Extent { offset: at + HEADER, len });
        at += HEADER + len;
    }
    Err(Fault(Code::Malformed))
}

/// Bytes of the file; that they lie in it was found out when its header was read.
fn read(file: &File, extent: Extent) -> Outcome<Vec<u8>> {
    let len = usize::try_from(extent.len).map_err(|_| Fault(Code::TooLarge))?;
    let mut bytes = vec![0; len];
    file.read_exact_at(&mut bytes, extent.offset).map_err(|error| Fault::reading(&error))?;
    Ok(bytes)
}

/// The table of offsets, where it has one for each frame.
fn offsets(file: &File, table: Extent, frames: usize) -> Outcome<Option<Vec<u64>>> {
    if table.len != 4 * frames as u64 {
        return Ok(None);
    }
    let bytes = read(file, table)?;
    Ok(Some(bytes.as_chunks().0.iter().map(|word| u32::from_le_bytes(*word).into()).collect()))
}

/// The items that lie at these offsets from the first.
fn by_offsets(items: &[Extent], offsets: &[u64]) -> Vec<usize> {
    let first = items.first().map_or(0, |item| item.offset);
    let places: Vec<u64> = items.iter().map(|item| item.offset - first).collect();
    offsets.iter().filter_map(|offset| places.binary_search(offset).ok()).collect()
}

/// The items that begin as streams of JPEG or JPEG 2000 do.
fn by_markers(file: &File, items: &[Extent]) -> Outcome<Vec<usize>> {
    let mut starts = Vec::new();
    for (at, item) in items.iter().enumerate().filter(|(_, item)| item.len >= 4) {
        let begins = read(file, Extent { len: 4, ..*item })?;
        if begins.starts_with(&[0xFF, 0xD8, 0xFF]) || begins.starts_with(&[0xFF, 0x4F, 0xFF, 0x51])
        {
            starts.push(at);
        }
    }
    Ok(starts)
}
