//! Codestreams of JPEG 2000 and HTJ2K (ISO 15444-1 annex A, 15444-2 annex A, 15444-15).

use super::stream::Stream;
use super::tile_parts::TileParts;
use crate::code::{Code, Fault, Outcome};

/// The part of the standard that a codestream follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// With HTJ2K.
    One,
    /// With its further markers: transforms across components.
    Two,
}

const END: u8 = 0xD9;
const TILE_PART: u8 = 0x90;

/// Walks from SOC to EOC; gives the number of components. Comments go, and pointers into the
/// stream that no decoder needs (PLM) or that do not point (PLT, TLM).
pub(super) fn walk(stream: &mut Stream<'_>, part: Part) -> Outcome<u64> {
    let wrong = Err(Fault(Code::Stream));
    if stream.take()? != [0xFF, 0x4F, 0xFF, 0x51] {
        return wrong;
    }
    let components = size(stream)?;
    let mut tile_parts = TileParts::default();
    loop {
        let start = stream.pos();
        match stream.take()? {
            [0xFF, TILE_PART] => break,
            [0xFF, 0x55] => {
                let bytes = content(stream)?;
                tile_parts.table(start, bytes)?;
            }
            // PLM, CRG, COM.
            [0xFF, 0x57 | 0x63 | 0x64] => {
                segment(stream)?;
                stream.remove_from(start)?;
            }
            [0xFF, marker] => coding(stream, part, marker, 0x60)?,
            _ => return wrong,
        }
    }
    while tile_part(stream, part, &mut tile_parts)? != END {}
    tile_parts.finish(stream)?;
    Ok(components)
}

/// SIZ (A.5.1).
fn size(stream: &mut Stream<'_>) -> Outcome<u64> {
    let len = u64::from(stream.u16()?);
    stream.skip(34)?;
    let components = u64::from(stream.u16()?);
    if components == 0 || len != 38 + 3 * components {
        return Err(Fault(Code::Stream));
    }
    stream.skip(3 * components)?;
    Ok(components)
}

/// A segment that says how the image is coded: of Part 1 and Part 15, or also of Part 2; `packets` are
/// packet headers, PPM or PPT.
fn coding(stream: &mut Stream<'_>, part: Part, marker: u8, packets: u8) -> Outcome<()> {
    let limits = match marker {
        // COD, COC, QCD, QCC, RGN, POC
        0x52 => 12..=45,
        0x53 => 9..=43,
        0x5C => 4..=197,
        0x5D => 5..=199,
        0x5E => 5..=6,
        0x5F => 9..=u16::MAX,
        // CAP, CPF, PRF
        0x50 if packets == 0x60 => 6..=70,
        0x56 | 0x59 if packets == 0x60 => 4..=70,
        // DCO, VMS, DFS, ADS, MCT, MCC, NLT, MCO, CBD, ATK, QPD, QPC
        0x70..=0x79 | 0x5A | 0x5B if part == Part::Two => 2..=u16::MAX,
        _ if marker == packets => 3..=u16::MAX,
        _ => return Err(Fault(Code::Stream)),
    };
    let len = stream.u16()?;
    if !limits.contains(&len) {
        return Err(Fault(Code::Stream));
    }
    stream.skip(u64::from(len - 2))
}

fn segment(stream: &mut Stream<'_>) -> Outcome<()> {
    let len = u64::from(stream.u16()?).checked_sub(2).ok_or(Fault(Code::Stream))?;
    stream.skip(len)
}

fn content(stream: &mut Stream<'_>) -> Outcome<Vec<u8>> {
    let len = stream.u16()?.checked_sub(2).ok_or(Fault(Code::Stream))?;
    stream.bytes(len.into())
}

/// A tile-part whose marker is passed (A.4.2), and the marker behind it.
fn tile_part(stream: &mut Stream<'_>, part: Part, parts: &mut TileParts) -> Outcome<u8> {
    let wrong = Err(Fault(Code::Stream));
    let start = stream.pos() - 2;
    if stream.u16()? != 10 {
        return wrong;
    }
    let (tile, len) = (stream.u16()?, stream.u32()?);
    stream.skip(2)?;
    let mut packet_lengths = Vec::new();
    loop {
        let at = stream.pos();
        match stream.take()? {
            [0xFF, 0x93] => break,
            [0xFF, 0x64] => {
                segment(stream)?;
                stream.remove_from(at)?;
            }
            [0xFF, 0x58] => {
                let sum = content(stream)?.get(1..).and_then(sum_of_lengths);
                packet_lengths.push((at, stream.pos(), sum));
            }
            [0xFF, marker] => coding(stream, part, marker, 0x61)?,
            _ => return wrong,
        }
    }
    let data = stream.pos();
    let (end, marker) = if len == 0 {
        to_end(stream)?;
        (stream.pos() - 2, END)
    } else {
        let end = start + u64::from(len);
        stream.skip_coded(end.checked_sub(data).ok_or(Fault(Code::Stream))?)?;
        (end, behind(stream)?)
    };
    let sum = packet_lengths.iter().try_fold(0u64, |sum, (.., own)| sum.checked_add((*own)?));
    if sum != Some(end - data) {
        for (from, to, _) in packet_lengths {
            stream.edits.replace(from, to, Vec::new())?;
        }
    }
    let lost = stream.edits.lost_from(start);
    let left = u32::try_from(end - start - lost).map_err(|_| Fault(Code::Stream))?;
    if lost > 0 && len != 0 {
        stream.edits.replace(start + 6, start + 10, left.to_be_bytes().into())?;
    }
    parts.part(tile, left)?;
    Ok(marker)
}

/// The marker that follows a tile-part. Some encoders leave out EOC.
fn behind(stream: &mut Stream<'_>) -> Outcome<u8> {
    if matches!(stream.ahead()?, [] | [0, ..]) && stream.rest_is_zero()? {
        return Ok(END);
    }
    match stream.take()? {
        [0xFF, code @ (END | TILE_PART)] => Ok(code),
        _ => Err(Fault(Code::Stream)),
    }
}

/// Passes EOC: the last tile-part may declare no length. Coded data has no bytes above 0x8F behind
/// 0xFF, but for the markers of packets.
fn to_end(stream: &mut Stream<'_>) -> Outcome<()> {
    while stream.skip_past(0xFF)? {
        match stream.byte()? {
            ..=0x8F | 0x91 | 0x92 => {}
            END => return Ok(()),
            _ => break,
        }
    }
    Err(Fault(Code::Stream))
}

/// The sum of packet lengths, seven bits a byte (A.7.3); `None` where the last one is not whole.
fn sum_of_lengths(bytes: &[u8]) -> Option<u64> {
    let (mut sum, mut packet) = (0u64, 0u64);
    for byte in bytes {
        packet = packet.checked_mul(128)? + u64::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            sum = sum.checked_add(packet)?;
            packet = 0;
        }
    }
    (packet == 0).then_some(sum)
}
