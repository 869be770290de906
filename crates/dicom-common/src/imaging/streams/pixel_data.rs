//! Encapsulated pixel data as a whole (PS3.5 A.4): its frames walked one after the other.

use std::fs::File;

use super::described::Described;
use super::edit::Edit;
use super::format::Format;
use super::frame;
use super::items::{HEADER, Items};
use super::offset_table::OffsetTable;
use super::pieces::Pieces;
use super::place::Place;
use super::stream::Stream;
use crate::code::{Code, Fault, Outcome};
use crate::dataset::{Extent, Value};

/// Pixel data that was walked.
#[derive(Debug)]
pub(super) struct Walked {
    /// What is written instead, where something had to go.
    pub(super) rewritten: Option<Value>,
    /// The frames.
    pub(super) places: Vec<Place>,
    /// Whether no frame has several fragments.
    pub(super) is_one_item_each: bool,
}

/// Walks the pixel data of an image with so many frames.
///
/// # Errors
/// `E_STREAM`, `E_PIXEL_LENGTH` where there are fewer frames; `E_MALFORMED`, `E_TOO_LARGE`,
/// `E_TRUNCATED`, `E_UNREADABLE`.
pub(super) fn walk(
    file: &File,
    extent: Extent,
    format: Format,
    described: Described,
    frames: u64,
) -> Outcome<Walked> {
    let items = Items::find(file, extent)?;
    let mut rest = items.fragments.as_slice();
    let mut left = if format.is_video() { 1 } else { frames };
    let mut written = Written::default();
    let mut buffer = Vec::new();
    while left > 0 {
        let candidates = candidates(rest, left, format).ok_or(Fault(Code::PixelLength))?;
        let mut stream = Stream::new(file, candidates, &mut buffer);
        left = left.saturating_sub(frame::walk(&mut stream, format, described)?);
        let end = stream.pos();
        let own = up_to(candidates, end);
        let tail = own.iter().map(|item| item.len).sum::<u64>() - end;
        let is_padded = stream.skip_zeros(tail)?;
        let is_even = own.iter().all(|item| item.len % 2 == 0);
        let edits = stream.edits.in_order();
        if edits.is_empty() && is_padded && is_even {
            written.as_it_is(own, end);
        } else {
            written.anew(own, end, &edits)?;
        }
        rest = rest.get(own.len()..).unwrap_or_default();
    }
    let Written { frames: contents, len: _, count, places, is_changed } = written;
    let table = OffsetTable::of(file, items.table, &places)?;
    let is_one_item_each = count == places.len() as u64;
    let is_changed = is_changed || table.is_new || !rest.is_empty() || !items.is_closed;
    let rewritten = is_changed.then(|| {
        let mut pieces = table.item;
        pieces.append(contents);
        pieces.header(0xE0DD, 0);
        Value::Rewritten { pieces: pieces.into_inner(), count }
    });
    Ok(Walked { rewritten, places, is_one_item_each })
}

/// The fragments in which the next of so many frames can lie: each later one needs one at least.
fn candidates(rest: &[Extent], left: u64, format: Format) -> Option<&[Extent]> {
    let spare = match format {
        Format::Jpeg2000Part2 => rest.len(),
        _ => rest.len().checked_sub(usize::try_from(left).ok()? - 1)?,
    };
    rest.get(..spare).filter(|items| !items.is_empty())
}

/// The fragments that hold the first bytes.
fn up_to(items: &[Extent], end: u64) -> &[Extent] {
    let mut len = 0;
    let count = items.iter().take_while(|item| {
        let is_before = len < end;
        len += item.len;
        is_before
    });
    items.get(..count.count()).unwrap_or_default()
}

/// Frames in the order in which they are written.
#[derive(Debug, Default)]
struct Written {
    frames: Pieces,
    len: u64,
    /// Items.
    count: u64,
    places: Vec<Place>,
    is_changed: bool,
}

impl Written {
    /// A frame that is copied with the headers of its items.
    fn as_it_is(&mut self, items: &[Extent], end: u64) {
        let first = items.first().map_or(0, |item| item.len);
        self.places.push(Place { start: self.len, len: first, end: end.min(first) });
        for item in items {
            self.frames.stored(item.offset - HEADER, item.len + HEADER);
            self.len += item.len + HEADER;
        }
        self.count += items.len() as u64;
    }

    /// A frame that is changed: one item, as parts of odd length could not be padded inside.
    fn anew(&mut self, items: &[Extent], end: u64, edits: &[Edit]) -> Outcome<()> {
        let mut content = Pieces::default();
        let mut source = Source { items, base: 0 };
        let (mut at, mut len) = (0, 0);
        for edit in edits {
            let kept = edit.start.checked_sub(at).ok_or(Fault(Code::Internal))?;
            source.keep(&mut content, at, edit.start);
            content.bytes(&edit.new);
            len += kept + edit.new.len() as u64;
            at = edit.end;
        }
        len += end.checked_sub(at).ok_or(Fault(Code::Internal))?;
        source.keep(&mut content, at, end);
        let padded = len.next_multiple_of(2);
        if padded > len {
            content.bytes(&[0]);
        }
        let declared = u32::try_from(padded).ok().filter(|len| *len < u32::MAX - 1);
        self.places.push(Place { start: self.len, len: padded, end: len });
        self.frames.header(0xE000, declared.ok_or(Fault(Code::TooLarge))?);
        self.frames.append(content);
        self.len += padded + HEADER;
        self.count += 1;
        self.is_changed = true;
        Ok(())
    }
}

/// The fragments of a frame as far as they are not copied yet.
struct Source<'a> {
    items: &'a [Extent],
    /// Offset of the first of them in the frame.
    base: u64,
}

impl Source<'_> {
    /// Copies a range of the frame; ranges come in ascending order.
    fn keep(&mut self, content: &mut Pieces, start: u64, end: u64) {
        while let Some((item, rest)) = self.items.split_first() {
            let item_end = self.base + item.len;
            let (from, to) = (start.max(self.base), end.min(item_end));
            if from < to {
                content.stored(item.offset + (from - self.base), to - from);
            }
            if end <= item_end {
                return;
            }
            (self.items, self.base) = (rest, item_end);
        }
    }
}
