//! RLE (PS3.5 annex G): a header of 64 bytes, segments of packed bytes.

use dicom_common::code::Outcome;

use super::stream::{Foreign, Stream};
use crate::reader::Extent;

const HEADER: usize = 64;

/// What is no image in the stream of a frame of so many pixels.
pub(super) fn foreign(stream: &mut Stream<'_>, pixels: Option<u64>) -> Outcome<Vec<Foreign>> {
    let malformed = Ok(vec![Foreign::Malformed]);
    let Some(header) = stream.array::<HEADER>()? else { return malformed };
    let (numbers, _) = header.as_chunks::<4>();
    let mut numbers = numbers.iter().map(|n| u64::from(u32::from_le_bytes(*n)));
    let count = numbers.next().unwrap_or_default();
    let offsets: Vec<u64> = numbers.collect();
    let used = usize::try_from(count).unwrap_or(usize::MAX);
    let (Some(begins), Some(unused)) = (offsets.get(..used), offsets.get(used..)) else {
        return malformed;
    };
    let ascending = begins.is_sorted_by(|a, b| a < b);
    let fits = begins.last().is_none_or(|last| *last <= stream.len());
    if begins.first() != Some(&(HEADER as u64)) || !ascending || !fits {
        return malformed;
    }
    let mut found = Vec::new();
    if unused.iter().any(|offset| *offset != 0) {
        found.push(Foreign::Segment(Extent { offset: 4, len: 60 }));
    }
    let ends = begins.iter().skip(1).copied().chain([stream.len()]);
    for (begin, end) in begins.iter().zip(ends) {
        stream.go_to(*begin);
        match pixels {
            Some(pixels) => found.extend(segment(stream, end, pixels)?),
            None => stream.go_to(end),
        }
    }
    Ok(found)
}

/// What follows the last of so many bytes in a segment.
fn segment(stream: &mut Stream<'_>, end: u64, pixels: u64) -> Outcome<Option<Foreign>> {
    let mut unpacked = 0;
    while unpacked < pixels && stream.pos() < end {
        let Some(control) = stream.byte()? else { break };
        match control {
            0x80 => {}
            0..0x80 => {
                unpacked += u64::from(control) + 1;
                stream.go_to(stream.pos() + u64::from(control) + 1);
            }
            _ => {
                unpacked += 257 - u64::from(control);
                stream.go_to(stream.pos() + 1);
            }
        }
    }
    // An encoder may pack whole rows of pairs: more than the pixels, by less than a run.
    if stream.pos() > end || unpacked < pixels || unpacked >= pixels + 128 {
        return Ok(Some(Foreign::Malformed));
    }
    if unpacked > pixels {
        return Ok(Some(Foreign::Behind(Extent { offset: stream.pos(), len: unpacked - pixels })));
    }
    let rest = Extent { offset: stream.pos(), len: end - stream.pos() };
    while stream.pos() < end {
        // No-operations and zeros say nothing.
        if !matches!(stream.byte()?, Some(0 | 0x80)) {
            return Ok(Some(Foreign::Behind(rest)));
        }
    }
    Ok(None)
}
