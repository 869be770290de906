//! JPEG, all processes (ISO 10918-1 annex B), and JPEG-LS (ISO 14495-1 annex C).

use super::jpeg_segment::{self as segment, Segments};
use super::stream::Stream;
use crate::code::{Code, Fault, Outcome};

/// Which of the two: they tell markers from coded data in different ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// 0xFF of coded data is followed by 0.
    Jpeg,
    /// 0xFF of coded data is followed by a byte below 0x80.
    JpegLs,
}

/// A marker that was passed, with its fill bytes.
struct Marker {
    start: u64,
    code: u8,
}

/// Walks from SOI to EOI. Comments and application segments go, but for those that decoders read.
pub(super) fn walk(stream: &mut Stream<'_>, kind: Kind) -> Outcome<()> {
    let wrong = Err(Fault(Code::Stream));
    if stream.take()? != [0xFF, 0xD8] {
        return wrong;
    }
    let mut segments = Segments::default();
    let (mut frames, mut scans) = (0u64, 0u64);
    let mut marker = next(stream)?;
    loop {
        let mut found = None;
        match marker.code {
            0xD9 if scans > 0 => return segments.finish(stream),
            // Start of frame, hierarchical progression.
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF | 0xDE if kind == Kind::Jpeg => {
                segment::frame(stream)?;
                frames += 1;
            }
            0xF7 if kind == Kind::JpegLs && frames == 0 => {
                segment::frame(stream)?;
                frames += 1;
            }
            0xF8 if kind == Kind::JpegLs => segment::preset(stream)?,
            0xC4 if kind == Kind::Jpeg => segment::huffman_tables(stream)?,
            0xDB if kind == Kind::Jpeg => segment::quantization_tables(stream)?,
            0xCC if kind == Kind::Jpeg => segment::arithmetic_tables(stream)?,
            0xDF if kind == Kind::Jpeg => segment::of_length(stream, 3..=3)?,
            // Number of lines, restart interval; JPEG-LS has longer ones.
            0xDC => segment::of_length(stream, 4..=4)?,
            0xDD => segment::of_length(stream, 4..=if kind == Kind::Jpeg { 4 } else { 6 })?,
            0xE0..=0xEF => segments.application(stream, marker.code, marker.start)?,
            0xFE => {
                segment::passed(stream)?;
                stream.remove_from(marker.start)?;
            }
            0xDA if frames > 0 => {
                segment::scan(stream)?;
                scans += 1;
                found = Some(coded(stream, kind)?);
            }
            _ => return wrong,
        }
        marker = match found {
            Some(marker) => marker,
            None => next(stream)?,
        };
    }
}

/// Passes a marker.
fn next(stream: &mut Stream<'_>) -> Outcome<Marker> {
    let start = stream.pos();
    if stream.byte()? != 0xFF {
        return Err(Fault(Code::Stream));
    }
    let code = not_fill(stream)?;
    Ok(Marker { start, code })
}

/// The first byte that is no 0xFF: any number of these may stand before a marker.
fn not_fill(stream: &mut Stream<'_>) -> Outcome<u8> {
    loop {
        match stream.byte()? {
            0xFF => {}
            code => return Ok(code),
        }
    }
}

/// Passes coded data with its restart markers, and the marker behind it.
fn coded(stream: &mut Stream<'_>, kind: Kind) -> Outcome<Marker> {
    loop {
        if !stream.skip_past(0xFF)? {
            return Err(Fault(Code::Stream));
        }
        let start = stream.pos() - 1;
        match (not_fill(stream)?, kind) {
            (0xD0..=0xD7, _) | (0, _) | (..0x80, Kind::JpegLs) => {}
            (code, _) => return Ok(Marker { start, code }),
        }
    }
}
