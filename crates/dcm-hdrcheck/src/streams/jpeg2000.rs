//! JPEG 2000 (ITU-T T.800) and its high-throughput part: marker segments of the main header and of
//! tile-parts, boxes around a codestream, what follows the end.

use dicom_common::code::Outcome;

use super::jpeg::behind;
use super::stream::{Foreign, Stream};
use crate::reader::Extent;

const START: u8 = 0x4F;
const COMMENT: u8 = 0x64;
const TILE_PART: u8 = 0x90;
const DATA: u8 = 0x93;
const END: u8 = 0xD9;

/// Segments that belong to an image.
const BELONG: [u8; 18] = [
    0x50, 0x51, 0x52, 0x53, 0x55, 0x56, 0x57, 0x58, 0x59, 0x5C, 0x5D, 0x5E, 0x5F, 0x60, 0x61, 0x63,
    0x74, 0x75,
];

/// Boxes that belong to an image (T.800 annex I).
const BOXES: [&[u8; 4]; 6] = [b"jP  ", b"ftyp", b"jp2h", b"jp2c", b"jxlc", b"jxlp"];

/// What is no image in a stream.
pub(super) fn foreign(stream: &mut Stream<'_>) -> Outcome<Vec<Foreign>> {
    let mut found = Vec::new();
    if stream.peek()? != Some(0xFF) {
        boxes(stream, &mut found)?;
        return Ok(found);
    }
    codestream(stream, &mut found)?;
    Ok(found)
}

/// The boxes of a file around a codestream.
fn boxes(stream: &mut Stream<'_>, found: &mut Vec<Foreign>) -> Outcome<()> {
    while stream.left() > 0 {
        let begin = stream.pos();
        let Some([l0, l1, l2, l3, kind @ ..]) = stream.array::<8>()? else {
            stream.go_to(begin);
            found.extend(behind(stream)?);
            return Ok(());
        };
        let len = match u32::from_be_bytes([l0, l1, l2, l3]) {
            0 => stream.len() - begin,
            1 => match stream.array()? {
                Some(long) => u64::from_be_bytes(long),
                None => 0,
            },
            len => u64::from(len),
        };
        let head = stream.pos() - begin;
        if len < head || len > stream.len() - begin {
            found.push(Foreign::Malformed);
            return Ok(());
        }
        if &kind == b"jp2c" && stream.peek()? == Some(0xFF) && begin + len == stream.len() {
            return codestream(stream, found);
        }
        if !BOXES.contains(&&kind) {
            found.push(Foreign::Segment(Extent { offset: begin + head, len: len - head }));
        }
        stream.go_to(begin + len);
    }
    Ok(())
}

fn codestream(stream: &mut Stream<'_>, found: &mut Vec<Foreign>) -> Outcome<()> {
    if stream.array()? != Some([0xFF, START]) {
        found.push(Foreign::Malformed);
        return Ok(());
    }
    // Where the tile-part in hand ends: its length counts from its marker.
    let mut tile_end = 0;
    loop {
        let at = stream.pos();
        let Some([0xFF, marker]) = stream.array()? else {
            found.push(Foreign::Malformed);
            return Ok(());
        };
        match marker {
            END => {
                found.extend(behind(stream)?);
                return Ok(());
            }
            DATA => {
                stream.go_to(tile_end);
                continue;
            }
            _ => {}
        }
        let begin = stream.pos();
        let len = stream.array()?.map_or(0, u16::from_be_bytes);
        let content = Extent { offset: begin + 2, len: u64::from(len.saturating_sub(2)) };
        if len < 2 || content.len > stream.left() {
            found.push(Foreign::Malformed);
            return Ok(());
        }
        match marker {
            COMMENT => {
                if !names_an_encoder(stream, content.len)? {
                    found.push(Foreign::Segment(content));
                }
            }
            TILE_PART => {
                let Some([_, _, p0, p1, p2, p3]) = stream.array()? else {
                    found.push(Foreign::Malformed);
                    return Ok(());
                };
                let length = u64::from(u32::from_be_bytes([p0, p1, p2, p3]));
                tile_end = match length {
                    // The last one, up to the end of the stream.
                    0 => end_of_stream(stream)?,
                    length => at + length,
                };
                if tile_end > stream.len() || tile_end <= at || len != 10 {
                    found.push(Foreign::Malformed);
                    return Ok(());
                }
            }
            // Size: three bytes for each component.
            0x51 => {
                stream.go_to(content.offset + 34);
                let components = stream.array()?.map_or(0, u16::from_be_bytes);
                if content.len != 36 + 3 * u64::from(components) {
                    found.push(Foreign::Malformed);
                }
            }
            marker if BELONG.contains(&marker) => {}
            _ => found.push(Foreign::Segment(content)),
        }
        stream.go_to(begin + u64::from(len));
    }
}

/// Where the last end marker stands, before padding.
fn end_of_stream(stream: &mut Stream<'_>) -> Outcome<u64> {
    let here = stream.pos();
    let mut end = stream.len().saturating_sub(2);
    while end > here {
        stream.go_to(end);
        if stream.array()? == Some([0xFF, END]) {
            break;
        }
        end -= 1;
    }
    stream.go_to(here);
    Ok(end)
}

/// A comment that says which program made the image, and nothing else.
fn names_an_encoder(stream: &mut Stream<'_>, len: u64) -> Outcome<bool> {
    let mut text = String::new();
    // Two bytes say that Latin characters follow.
    if len > 66 || stream.array()? != Some([0, 1]) {
        return Ok(false);
    }
    for _ in 2..len {
        text.push(char::from(stream.byte()?.unwrap_or_default()));
    }
    let text = text.trim_end_matches('\0');
    let version = ["Created by OpenJPEG version ", "Kakadu-v", "Kakadu-"];
    let version = version.iter().find_map(|prefix| text.strip_prefix(prefix));
    Ok(version.is_some_and(|v| v.len() < 8 && v.bytes().all(|b| b.is_ascii_digit() || b == b'.')))
}
