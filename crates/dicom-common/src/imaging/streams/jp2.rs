//! The file format around a codestream of JPEG 2000 (ISO 15444-1 annex I): not allowed in DICOM
//! (PS3.5 A.4.4), and yet there.

use super::stream::Stream;
use super::{icc, jpeg2000};
use crate::code::{Code, Fault, Outcome};

pub(super) use jpeg2000::Part;

/// How a signature box begins.
const SIGNATURE: [u8; 4] = [0, 0, 0, 12];

/// A box whose header was passed.
struct Header {
    /// Of its header.
    start: u64,
    kind: [u8; 4],
    /// Where its content ends; `None` for the last box, which ends with the stream.
    end: Option<u64>,
    /// Its length: 8 or 16 bytes.
    len: u64,
}

/// Walks a codestream, or a file that holds one; gives the number of its components.
pub(super) fn walk(stream: &mut Stream<'_>, part: Part) -> Outcome<u64> {
    if !stream.ahead()?.starts_with(&SIGNATURE) {
        return jpeg2000::walk(stream, part);
    }
    if stream.take()? != *b"\0\0\0\x0CjP  \r\n\x87\n" {
        return Err(Fault(Code::Stream));
    }
    loop {
        let found = header(stream)?;
        match (&found.kind, found.end) {
            (b"ftyp", Some(end)) => file_type(stream, &found, end)?,
            (b"jp2h", Some(end)) => {
                while stream.pos() < end {
                    colour(stream, end)?;
                }
                shorten(stream, &found)?;
            }
            (b"jp2c", end) => {
                let components = jpeg2000::walk(stream, part)?;
                if let Some(end) = end {
                    let behind = stream.pos();
                    stream.skip(end.checked_sub(behind).ok_or(Fault(Code::Stream))?)?;
                    if behind < end {
                        stream.remove_from(behind)?;
                    }
                    shorten(stream, &found)?;
                }
                return Ok(components);
            }
            (_, Some(end)) => {
                stream.skip(end - stream.pos())?;
                stream.remove_from(found.start)?;
            }
            (_, None) => return Err(Fault(Code::Stream)),
        }
    }
}

fn header(stream: &mut Stream<'_>) -> Outcome<Header> {
    let start = stream.pos();
    let (len, kind) = (stream.u32()?, stream.take()?);
    let (len, own) = match len {
        0 => return Ok(Header { start, kind, end: None, len: 8 }),
        1 => (stream.take().map(u64::from_be_bytes)?, 16),
        len => (u64::from(len), 8),
    };
    let end = start.checked_add(len).filter(|end| *end >= stream.pos());
    let end = end.ok_or(Fault(Code::Stream))?;
    Ok(Header { start, kind, end: Some(end), len: own })
}

/// What the file is compatible with becomes nothing but JP2 itself.
fn file_type(stream: &mut Stream<'_>, found: &Header, end: u64) -> Outcome<()> {
    let plain = b"\0\0\0\x14ftypjp2 \0\0\0\0jp2 ";
    let len = usize::try_from(end - stream.pos()).ok().filter(|len| *len <= 4096);
    let content = stream.bytes(len.ok_or(Fault(Code::Stream))?)?;
    if plain.ends_with(&content) && content.len() == 12 {
        return Ok(());
    }
    stream.replace_from(found.start, plain.to_vec())
}

/// A box of the image's description: size, depth, colours and palette stay.
fn colour(stream: &mut Stream<'_>, within: u64) -> Outcome<()> {
    let found = header(stream)?;
    let end = found.end.filter(|end| *end <= within).ok_or(Fault(Code::Stream))?;
    let len = end - stream.pos();
    match &found.kind {
        b"ihdr" if len == 14 => return stream.skip(len),
        b"bpcc" | b"pclr" | b"cmap" | b"cdef" => return stream.skip(len),
        b"colr" if (3..4 << 20).contains(&len) => {
            let content = stream.bytes(usize::try_from(len).unwrap_or(0))?;
            let profile = content.get(3..).unwrap_or_default();
            match content.first() {
                Some(1) if len == 7 => return Ok(()),
                Some(2) => match icc::cleaned(profile.to_vec()) {
                    Some(clean) if clean == profile => return Ok(()),
                    Some(clean) => return stream.edits.replace(end - len + 3, end, clean),
                    None => {}
                },
                _ => {}
            }
        }
        _ => stream.skip(len)?,
    }
    stream.remove_from(found.start)
}

/// Declares what is left of a box.
fn shorten(stream: &mut Stream<'_>, found: &Header) -> Outcome<()> {
    let lost = stream.edits.lost_from(found.start);
    let (Some(end), true) = (found.end, lost > 0) else { return Ok(()) };
    let len = end - found.start - lost;
    if found.len == 16 {
        return stream.edits.replace(found.start + 8, found.start + 16, len.to_be_bytes().into());
    }
    let len = u32::try_from(len).map_err(|_| Fault(Code::Stream))?;
    stream.edits.replace(found.start, found.start + 4, len.to_be_bytes().into())
}
