//! JPEG 2000 and JPEG XL in boxes (T.800 annex I, ISO/IEC 18181-2): what an image needs, and nothing
//! else.

use dicom_common::code::Outcome;

use super::boxes::next_box;
use super::icc;
use super::jpeg::behind;
use super::jpeg2000::codestream;
use super::stream::{Foreign, Stream};
use crate::reader::Extent;

/// The first byte of a codestream.
const CODESTREAM: u8 = 0xFF;

/// What is no image in a stream: boxes, or a codestream alone.
pub(super) fn foreign(stream: &mut Stream<'_>) -> Outcome<Vec<Foreign>> {
    let mut found = Vec::new();
    match stream.peek()? {
        Some(CODESTREAM) => codestream(stream, &mut found)?,
        _ => boxes(stream, &mut found)?,
    }
    Ok(found)
}

/// What is no image in the boxes of a file.
fn boxes(stream: &mut Stream<'_>, found: &mut Vec<Foreign>) -> Outcome<()> {
    let end = stream.len();
    while stream.left() > 0 {
        let begin = stream.pos();
        if stream.left() < 8 {
            found.extend(behind(stream)?);
            return Ok(());
        }
        let Some(boxed) = next_box(stream, end)? else {
            found.push(Foreign::Malformed);
            stream.go_to(begin);
            return Ok(());
        };
        let content = boxed.content;
        match &boxed.kind {
            b"jp2c" if stream.peek()? == Some(CODESTREAM) => {
                let len = stream.narrow(content.end());
                codestream(stream, found)?;
                stream.widen(len);
            }
            b"jp2h" => header(stream, content, found)?,
            b"jP  " | b"ftyp" | b"jp2c" | b"jxlc" | b"jxlp" => {}
            _ => found.push(Foreign::Segment(content)),
        }
        stream.go_to(content.end());
    }
    Ok(())
}

/// What is no image in a header box, or in the resolution box in it.
fn header(stream: &mut Stream<'_>, outer: Extent, found: &mut Vec<Foreign>) -> Outcome<()> {
    while stream.pos() < outer.end() {
        let Some(boxed) = next_box(stream, outer.end())? else {
            found.push(Foreign::Malformed);
            return Ok(());
        };
        let content = boxed.content;
        let belongs = match &boxed.kind {
            b"ihdr" => content.len == 14,
            b"colr" => colours(stream, content.len)?,
            b"bpcc" | b"pclr" | b"cmap" | b"cdef" => true,
            b"res " => {
                header(stream, content, found)?;
                true
            }
            b"resc" | b"resd" => content.len == 10,
            _ => false,
        };
        if !belongs {
            found.push(Foreign::Segment(content));
        }
        stream.go_to(content.end());
    }
    Ok(())
}

/// Whether the content of a box says how colours are coded: by a number, or by an ICC profile.
fn colours(stream: &mut Stream<'_>, len: u64) -> Outcome<bool> {
    Ok(match stream.array()? {
        Some([1, _, _]) => len == 7,
        Some([2, _, _]) => icc::length(stream)? == len.checked_sub(3),
        _ => false,
    })
}
