//! Lengths of tile-parts and of packets in the headers of JPEG 2000 (T.800 A.7): numbers that agree
//! with the codestream, or something else in their place.

use dicom_common::code::Outcome;

use super::stream::Stream;

/// What the headers of a codestream say, and what is there.
#[derive(Default)]
pub(super) struct Lengths {
    /// Lengths of tile-parts, by TLM.
    stated: Vec<u64>,
    /// The same as they are.
    parts: Vec<u64>,
    /// Bytes of all packets, by PLM.
    of_packets: Option<u64>,
    /// Bytes of the packets of the tile-part in hand, by PLT.
    of_part: Option<u64>,
    /// Bytes of data in all tile-parts.
    data: u64,
}

impl Lengths {
    /// Takes a TLM segment of so many bytes; whether it can be one.
    pub(super) fn tile_parts(&mut self, stream: &mut Stream<'_>, len: u64) -> Outcome<bool> {
        let Some([_, sizes]) = stream.array()? else { return Ok(false) };
        let (tile, length) = (u64::from(sizes >> 4 & 3), if sizes & 0x40 == 0 { 2 } else { 4 });
        if tile == 3 || !len.saturating_sub(2).is_multiple_of(tile + length) {
            return Ok(false);
        }
        for _ in 0..len.saturating_sub(2) / (tile + length) {
            stream.go_to(stream.pos() + tile);
            let number = match length {
                2 => stream.array()?.map(|bytes| u16::from_be_bytes(bytes).into()),
                _ => stream.array()?.map(u32::from_be_bytes),
            };
            self.stated.extend(number.map(u64::from));
        }
        Ok(true)
    }

    /// Takes a PLM segment of so many bytes; whether it can be one.
    pub(super) fn packets(&mut self, stream: &mut Stream<'_>, len: u64) -> Outcome<bool> {
        let end = stream.pos() + len;
        stream.byte()?;
        while stream.pos() < end {
            let count = u64::from(stream.byte()?.unwrap_or_default());
            let sum = sum(stream, count)?;
            *self.of_packets.get_or_insert(0) += sum;
        }
        Ok(stream.pos() == end)
    }

    /// Takes a PLT segment of so many bytes.
    pub(super) fn packets_of_part(&mut self, stream: &mut Stream<'_>, len: u64) -> Outcome<()> {
        stream.byte()?;
        let sum = sum(stream, len.saturating_sub(1))?;
        *self.of_part.get_or_insert(0) += sum;
        Ok(())
    }

    /// A tile-part of so many bytes begins.
    pub(super) fn part(&mut self, len: u64) {
        self.parts.push(len);
        self.of_part = None;
    }

    /// The data of the tile-part in hand has so many bytes; whether its header says the same.
    pub(super) fn data(&mut self, len: u64) -> bool {
        self.data += len;
        self.of_part.take().is_none_or(|stated| stated == len)
    }

    /// At the end: whether the main header has said what was there.
    pub(super) fn agree(&self) -> bool {
        (self.stated.is_empty() || self.stated == self.parts)
            && self.of_packets.is_none_or(|stated| stated == self.data)
    }
}

/// The sum of the lengths in so many bytes: seven bits in each, the last one without its first bit.
fn sum(stream: &mut Stream<'_>, bytes: u64) -> Outcome<u64> {
    let (mut sum, mut number) = (0u64, 0u64);
    for _ in 0..bytes {
        let byte = stream.byte()?.unwrap_or_default();
        number = number.wrapping_shl(7) | u64::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            sum = sum.wrapping_add(std::mem::take(&mut number));
        }
    }
    Ok(sum)
}
