//! Segments of JPEG streams: each is as long as its content, application segments stay only in the
//! exact form that decoders read.

use std::ops::RangeInclusive;

use super::icc;
use super::stream::Stream;
use crate::code::{Code, Fault, Outcome};

/// The length of the content: what the segment declares, without the two bytes that declare it.
fn length(stream: &mut Stream<'_>) -> Outcome<u64> {
    u64::from(stream.u16()?).checked_sub(2).ok_or(Fault(Code::Stream))
}

/// Passes a whole segment.
pub(super) fn passed(stream: &mut Stream<'_>) -> Outcome<()> {
    let len = length(stream)?;
    stream.skip(len)
}

/// A segment whose declared length lies in a range.
pub(super) fn of_length(stream: &mut Stream<'_>, range: RangeInclusive<u64>) -> Outcome<()> {
    let len = length(stream)?;
    if range.contains(&(len + 2)) { stream.skip(len) } else { Err(Fault(Code::Stream)) }
}

/// The parameters of a frame (B.2.2): three bytes for each component.
pub(super) fn frame(stream: &mut Stream<'_>) -> Outcome<()> {
    let len = length(stream)?;
    let [_precision, _y0, _y1, _x0, _x1, components] = stream.take()?;
    exactly(stream, len, 6, 3 * u64::from(components))
}

/// The parameters of a scan (B.2.3): two bytes for each component.
pub(super) fn scan(stream: &mut Stream<'_>) -> Outcome<()> {
    let len = length(stream)?;
    let components = stream.byte()?;
    exactly(stream, len, 1, 2 * u64::from(components) + 3)
}

/// Passes the rest of a segment, `read` bytes of which are passed, where its length is right.
fn exactly(stream: &mut Stream<'_>, len: u64, read: u64, rest: u64) -> Outcome<()> {
    if len == read + rest { stream.skip(rest) } else { Err(Fault(Code::Stream)) }
}

/// Quantization tables (B.2.4.1).
pub(super) fn quantization_tables(stream: &mut Stream<'_>) -> Outcome<()> {
    tables(stream, |stream| match stream.byte()? {
        0x00..=0x03 => Ok((1, 64)),
        0x10..=0x13 => Ok((1, 128)),
        _ => Err(Fault(Code::Stream)),
    })
}

/// Huffman tables (B.2.4.2).
pub(super) fn huffman_tables(stream: &mut Stream<'_>) -> Outcome<()> {
    tables(stream, |stream| {
        let [class, counts @ ..]: [u8; 17] = stream.take()?;
        let values = counts.iter().map(|count| u64::from(*count)).sum();
        let is_right = class & 0xEC == 0 && values <= 256;
        if is_right { Ok((17, values)) } else { Err(Fault(Code::Stream)) }
    })
}

/// Conditioning tables of arithmetic coding (B.2.4.3).
pub(super) fn arithmetic_tables(stream: &mut Stream<'_>) -> Outcome<()> {
    tables(stream, |stream| match stream.byte()? & 0xEC {
        0 => Ok((1, 1)),
        _ => Err(Fault(Code::Stream)),
    })
}

/// Tables to the end of a segment; each gives how many of its bytes are passed, and how many follow.
fn tables(
    stream: &mut Stream<'_>,
    mut table: impl FnMut(&mut Stream<'_>) -> Outcome<(u64, u64)>,
) -> Outcome<()> {
    let mut left = length(stream)?;
    while left > 0 {
        let (head, rest) = table(stream)?;
        left = left.checked_sub(head + rest).ok_or(Fault(Code::Stream))?;
        stream.skip(rest)?;
    }
    Ok(())
}

/// Preset parameters of JPEG-LS (ISO 14495-1 C.2.4.1): thresholds, or the size of large images.
pub(super) fn preset(stream: &mut Stream<'_>) -> Outcome<()> {
    let len = length(stream)?;
    match (stream.byte()?, len) {
        (1, 11) | (4, 6 | 8 | 10) => stream.skip(len - 1),
        _ => Err(Fault(Code::Stream)),
    }
}

/// Application segments, those seen that may stand only once.
#[derive(Debug, Default)]
pub(super) struct Segments {
    has_jfif: bool,
    has_adobe: bool,
    profile: Vec<ProfileSegment>,
}

/// A part of an ICC profile.
#[derive(Debug)]
struct ProfileSegment {
    start: u64,
    /// Where its part of the profile begins.
    content: u64,
    end: u64,
    number: u8,
    count: u8,
    bytes: Vec<u8>,
}

impl Segments {
    /// Passes an application segment whose marker begins at `start`. It goes, unless it is the one
    /// of JFIF, Adobe or HP that says how colours are coded, or part of an ICC profile.
    pub(super) fn application(
        &mut self,
        stream: &mut Stream<'_>,
        marker: u8,
        start: u64,
    ) -> Outcome<()> {
        let len = length(stream)?;
        let content = stream.pos();
        let head = stream.bytes(usize::try_from(len.min(14)).unwrap_or(0))?;
        let rest = len - head.len() as u64;
        if marker == 0xE2
            && let [name @ .., number, count] = head.as_slice()
            && name == b"ICC_PROFILE\0"
        {
            let bytes = stream.bytes(usize::try_from(rest).unwrap_or(0))?;
            let (content, end) = (content + 14, stream.pos());
            let (number, count) = (*number, *count);
            self.profile.push(ProfileSegment { start, content, end, number, count, bytes });
            return Ok(());
        }
        stream.skip(rest)?;
        match (marker, head.as_slice()) {
            (
                0xE0,
                [
                    b'J',
                    b'F',
                    b'I',
                    b'F',
                    0,
                    1,
                    minor @ 0..=2,
                    units @ 0..=2,
                    x0,
                    x1,
                    y0,
                    y1,
                    thumbnail @ ..,
                ],
            ) if !self.has_jfif && thumbnail.len() == 2 => {
                self.has_jfif = true;
                if len == 14 && thumbnail == [0, 0] {
                    return Ok(());
                }
                // Without the small picture.
                let segment = [0xFF, 0xE0, 0, 16, b'J', b'F', b'I', b'F', 0, 1, *minor, *units];
                let size = [*x0, *x1, *y0, *y1, 0, 0];
                stream.replace_from(start, [segment.as_slice(), &size].concat())
            }
            (
                0xEE,
                [b'A', b'd', b'o', b'b', b'e', 0, version, f0, f1, g0, g1, transform @ 0..=2, ..],
            ) if !self.has_adobe => {
                self.has_adobe = true;
                if len == 12 {
                    return Ok(());
                }
                let segment = [0xFF, 0xEE, 0, 14, b'A', b'd', b'o', b'b', b'e', 0, *version];
                let flags = [*f0, *f1, *g0, *g1, *transform];
                stream.replace_from(start, [segment.as_slice(), &flags].concat())
            }
            // How HP's transform of colours was done; CharLS undoes it.
            (0xE8, [b'm', b'r', b'f', b'x', 0..=5]) if len == 5 => Ok(()),
            _ => stream.remove_from(start),
        }
    }

    /// At the end of a stream: the ICC profile stays where nothing in it names anybody.
    pub(super) fn finish(self, stream: &mut Stream<'_>) -> Outcome<()> {
        let count = self.profile.len();
        let is_whole = self.profile.iter().zip(1..).all(|(part, number): (_, usize)| {
            usize::from(part.number) == number && usize::from(part.count) == count
        });
        let whole = self.profile.iter().flat_map(|part| &part.bytes).copied().collect();
        let clean = if is_whole { icc::cleaned(whole) } else { None };
        let mut at = 0;
        for part in self.profile {
            let end = at + part.bytes.len();
            match clean.as_ref().and_then(|clean| clean.get(at..end)) {
                Some(bytes) if bytes == part.bytes => {}
                Some(bytes) => stream.edits.replace(part.content, part.end, bytes.to_vec())?,
                None => stream.edits.replace(part.start, part.end, Vec::new())?,
            }
            at = end;
        }
        Ok(())
    }
}
