//! RLE Lossless (PS3.5 annex G).

use super::described::Described;
use super::stream::Stream;
use crate::code::{Code, Fault, Outcome};

/// The number of segments and 15 offsets.
const HEADER: u64 = 64;

/// Walks the segments of a frame. What lies between them goes, and what the unused offsets hold.
pub(super) fn walk(stream: &mut Stream<'_>, described: Described) -> Outcome<()> {
    let wrong = Fault(Code::Stream);
    let (size, count) = match described.bits {
        1 => (described.pixels.div_ceil(8), described.samples),
        bits => (described.pixels, described.samples.saturating_mul(bits.div_ceil(8))),
    };
    let words: [u8; HEADER as usize] = stream.take()?;
    let mut words = words.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word));
    if words.next().map(u64::from) != Some(count) || count > 15 {
        return Err(wrong);
    }
    let count = usize::try_from(count).map_err(|_| wrong)?;
    let offsets: Vec<u32> = words.by_ref().take(count).collect();
    let mut is_clean = words.all(|word| word == 0);
    let mut segments = Vec::new();
    for offset in offsets {
        let gap = stream.pos();
        let start = u64::from(offset);
        is_clean &= stream.skip_zeros(start.checked_sub(gap).ok_or(wrong)?)?;
        unpack(stream, size)?;
        segments.push((gap, start, stream.pos()));
    }
    if is_clean {
        return Ok(());
    }
    // Laid out anew: each segment at the next even offset.
    let mut header = vec![u32::try_from(count).map_err(|_| wrong)?];
    let mut at = HEADER;
    for (gap, start, end) in segments {
        let pad = vec![0; usize::from(at % 2 == 1)];
        at = at.next_multiple_of(2);
        header.push(u32::try_from(at).map_err(|_| wrong)?);
        at += end - start;
        stream.edits.replace(gap, start, pad)?;
    }
    header.resize(HEADER as usize / 4, 0);
    let header = header.into_iter().flat_map(u32::to_le_bytes).collect();
    stream.edits.replace(0, HEADER, header)
}

/// Passes the runs of a segment of `len` bytes. A repeated byte may run over the end, other bytes
/// would never be seen there.
fn unpack(stream: &mut Stream<'_>, len: u64) -> Outcome<()> {
    let mut made = 0;
    while made < len {
        made += match u64::from(stream.byte()?) {
            literal @ 0..=127 if made + literal < len => {
                stream.skip(literal + 1)?;
                literal + 1
            }
            0..=127 => return Err(Fault(Code::Stream)),
            128 => 0,
            repeat => {
                stream.skip(1)?;
                257 - repeat
            }
        };
    }
    Ok(())
}
