//! JPEG 2000 (ITU-T T.800) and its high-throughput part: marker segments of the main header and of
//! tile-parts, what follows the end.

use dicom_common::code::Outcome;

use super::jpeg::behind;
use super::lengths::Lengths;
use super::stream::{Foreign, Stream};
use crate::reader::Extent;

const START: u8 = 0x4F;
const COMMENT: u8 = 0x64;
const TILE_PART: u8 = 0x90;
const DATA: u8 = 0x93;
const END: u8 = 0xD9;
/// Lengths of tile-parts (TLM), of packets (PLM) and of the packets of a tile-part (PLT).
const TILE_PARTS: u8 = 0x55;
const PACKETS: u8 = 0x57;
const PACKETS_OF_PART: u8 = 0x58;
/// Where the components lie (CRG).
const REGISTRATION: u8 = 0x63;

/// Segments that belong to an image.
const BELONG: [u8; 13] =
    [0x50, 0x52, 0x53, 0x56, 0x59, 0x5C, 0x5D, 0x5E, 0x5F, 0x60, 0x61, 0x74, 0x75];

/// What is no image in a codestream.
pub(super) fn codestream(stream: &mut Stream<'_>, found: &mut Vec<Foreign>) -> Outcome<()> {
    if stream.array()? != Some([0xFF, START]) {
        found.push(Foreign::Malformed);
        return Ok(());
    }
    // Where the tile-part in hand ends: its length counts from its marker.
    let mut tile_end = 0u64;
    let (mut lengths, mut components) = (Lengths::default(), 0);
    loop {
        let at = stream.pos();
        let Some([0xFF, marker]) = stream.array()? else {
            found.push(Foreign::Malformed);
            return Ok(());
        };
        match marker {
            END => {
                if !lengths.agree() {
                    found.push(Foreign::Malformed);
                }
                found.extend(behind(stream)?);
                return Ok(());
            }
            DATA => {
                if !lengths.data(tile_end.saturating_sub(stream.pos())) {
                    found.push(Foreign::Malformed);
                }
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
                lengths.part(tile_end - at);
            }
            TILE_PARTS if lengths.tile_parts(stream, content.len)? => {}
            PACKETS if lengths.packets(stream, content.len)? => {}
            PACKETS_OF_PART => lengths.packets_of_part(stream, content.len)?,
            // Two numbers for each component.
            REGISTRATION if content.len == 4 * u64::from(components) => {}
            // Size: three bytes for each component.
            0x51 => {
                stream.go_to(content.offset + 34);
                components = stream.array()?.map_or(0, u16::from_be_bytes);
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
