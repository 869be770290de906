//! JPEG (ITU-T T.81) and JPEG-LS (T.87): marker segments, entropy-coded data, what follows the end.

use dicom_common::code::Outcome;

use super::stream::{Foreign, Stream};
use crate::reader::Extent;

/// Which of the two it is: they stuff bits in different ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// T.81: FF 00 is a byte of data.
    Jpeg,
    /// T.87: after FF comes a byte below 80.
    Ls,
}

const START: u8 = 0xD8;
const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;
const COMMENT: u8 = 0xFE;

/// What is no image in a stream.
pub(super) fn foreign(stream: &mut Stream<'_>, kind: Kind) -> Outcome<Vec<Foreign>> {
    let mut found = Vec::new();
    if stream.array()? != Some([0xFF, START]) {
        return Ok(vec![Foreign::Malformed]);
    }
    loop {
        let Some(marker) = marker(stream)? else {
            found.push(Foreign::Malformed);
            return Ok(found);
        };
        match marker {
            END => {
                if let Some(behind) = behind(stream)? {
                    found.push(behind);
                }
                return Ok(found);
            }
            // Markers without a segment.
            0x01 | 0xD0..=0xD7 => continue,
            START => found.push(Foreign::Malformed),
            _ => {}
        }
        let begin = stream.pos();
        let Some([a, b]) = stream.array()? else {
            found.push(Foreign::Malformed);
            return Ok(found);
        };
        let len = u64::from(u16::from_be_bytes([a, b]));
        let content = Extent { offset: begin + 2, len: len.saturating_sub(2) };
        if len < 2 || content.len > stream.left() {
            found.push(Foreign::Malformed);
            return Ok(found);
        }
        if !belongs(stream, marker, content.len, kind)? {
            found.push(Foreign::Segment(content));
        }
        stream.go_to(begin + len);
        if marker == SCAN {
            pass_entropy(stream, kind)?;
        }
    }
}

/// The next marker's second byte; fill bytes may stand before it.
fn marker(stream: &mut Stream<'_>) -> Outcome<Option<u8>> {
    if stream.byte()? != Some(0xFF) {
        return Ok(None);
    }
    loop {
        match stream.byte()? {
            Some(0xFF) => {}
            other => return Ok(other),
        }
    }
}

/// Whether a segment of this length belongs to an image and says nothing else.
fn belongs(stream: &mut Stream<'_>, marker: u8, len: u64, kind: Kind) -> Outcome<bool> {
    let lossless = kind == Kind::Ls;
    Ok(match marker {
        COMMENT => false,
        // JFIF without a thumbnail; one would be a picture of its own.
        0xE0 => len == 14 && stream.array()? == Some(*b"JFIF\0"),
        0xE2 => stream.array()? == Some(*b"ICC_PROFILE\0"),
        0xEE => len == 12 && stream.array()? == Some(*b"Adobe"),
        // The colour transform of JPEG-LS: samples are wrong without it.
        0xE8 if lossless => len == 5 && stream.array()? == Some(*b"mrfx"),
        // Tables: as long as what they define.
        0xDB => tables(stream, len, |[first]| Some(if first >> 4 == 0 { 64 } else { 128 }))?,
        0xC4 => huffman(stream, len)?,
        // Restart interval, number of lines, expansion.
        0xDD => matches!(len, 2..=4),
        0xDC => matches!(len, 2..=6),
        0xDF => len == 1,
        0xCC => len.is_multiple_of(2),
        // Frame header: eight bytes, three for each component.
        0xC0..=0xCF | 0xF7 => {
            let header = stream.array::<6>()?;
            header.is_some_and(|[.., components]| len == 6 + 3 * u64::from(components))
        }
        SCAN => {
            let header = stream.array::<1>()?;
            header.is_some_and(|[components]| len == 4 + 2 * u64::from(components))
        }
        // Parameters of JPEG-LS.
        0xF8 if lossless => true,
        _ => false,
    })
}

/// Whether a segment is made of tables, each with a byte before it that tells its length.
fn tables(
    stream: &mut Stream<'_>,
    len: u64,
    size: impl Fn([u8; 1]) -> Option<u64>,
) -> Outcome<bool> {
    let end = stream.pos() + len;
    while stream.pos() < end {
        let Some(size) = stream.array::<1>()?.and_then(&size) else { return Ok(false) };
        stream.go_to(stream.pos() + size);
    }
    Ok(stream.pos() == end)
}

/// Whether a segment is made of Huffman tables.
fn huffman(stream: &mut Stream<'_>, len: u64) -> Outcome<bool> {
    let end = stream.pos() + len;
    while stream.pos() < end {
        let Some([_, counts @ ..]) = stream.array::<17>()? else { return Ok(false) };
        let symbols: u64 = counts.iter().map(|count| u64::from(*count)).sum();
        stream.go_to(stream.pos() + symbols);
    }
    Ok(stream.pos() == end)
}

/// Passes entropy-coded data up to the next marker that ends it.
fn pass_entropy(stream: &mut Stream<'_>, kind: Kind) -> Outcome<()> {
    loop {
        let rest = stream.rest_of_buffer()?;
        if rest.is_empty() {
            return Ok(());
        }
        let Some(at) = memchr::memchr(0xFF, rest) else {
            let len = rest.len() as u64;
            stream.go_to(stream.pos() + len);
            continue;
        };
        let here = stream.pos() + at as u64;
        stream.go_to(here + 1);
        match (stream.peek()?, kind) {
            (Some(0), Kind::Jpeg) | (Some(0xD0..=0xD7), _) => {}
            (Some(0..=0x7F), Kind::Ls) => {}
            // A fill byte: the next FF is looked at by itself.
            (Some(0xFF), _) => {}
            _ => {
                stream.go_to(here);
                return Ok(());
            }
        }
    }
}

/// Bytes behind the end of an image; padding of one value is none.
pub(super) fn behind(stream: &mut Stream<'_>) -> Outcome<Option<Foreign>> {
    let extent = Extent { offset: stream.pos(), len: stream.left() };
    let first = stream.peek()?;
    let pad = first.filter(|byte| matches!(byte, 0 | 0xFF));
    while let Some(byte) = stream.byte()? {
        if Some(byte) != pad {
            return Ok(Some(Foreign::Behind(extent)));
        }
    }
    Ok(None)
}
