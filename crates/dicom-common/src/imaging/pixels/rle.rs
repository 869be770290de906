//! RLE Lossless (PS3.5 annex G).

use crate::code::{Code, Fault, Outcome};

/// Segment count and the offsets of 15 segments.
const HEADER: usize = 64;

/// A frame: for each channel a segment for each byte of a sample, the most significant first. The
/// samples of a pixel come to stand together.
///
/// # Errors
/// `E_CODEC`.
pub(super) fn decode(
    encoded: &[u8],
    pixels: usize,
    samples: usize,
    bytes: usize,
) -> Outcome<Vec<u8>> {
    let wrong = Fault(Code::Codec);
    let header = encoded.get(..HEADER).ok_or(wrong)?;
    let (words, _) = header.as_chunks::<4>();
    let mut words = words.iter().map(|word| u32::from_le_bytes(*word) as usize);
    let size = samples * bytes;
    if words.next() != Some(size) {
        return Err(wrong);
    }
    // Two bytes become 128 at most: a short stream is known before there is memory for its pixels.
    if encoded.len().saturating_mul(64) < pixels.saturating_mul(size) {
        return Err(wrong);
    }
    let offsets: Vec<usize> = words.take(size).collect();
    let ends = offsets.iter().skip(1).copied().chain([encoded.len()]);
    let mut frame = vec![0; pixels * size];
    for (at, (start, end)) in offsets.iter().zip(ends).enumerate() {
        if *start < HEADER {
            return Err(wrong);
        }
        let segment = unpack(encoded.get(*start..end).ok_or(wrong)?, pixels)?;
        let place = at / bytes * bytes + bytes - 1 - at % bytes;
        for (byte, sample) in segment.iter().zip(frame.iter_mut().skip(place).step_by(size)) {
            *sample = *byte;
        }
    }
    Ok(frame)
}

/// PackBits: exactly `len` bytes; padding behind them is passed over.
fn unpack(mut encoded: &[u8], len: usize) -> Outcome<Vec<u8>> {
    let wrong = Fault(Code::Codec);
    let mut out = Vec::with_capacity(len);
    while out.len() < len {
        let (control, rest) = encoded.split_first().ok_or(wrong)?;
        encoded = match *control {
            128 => rest,
            literal @ 0..=127 => {
                let count = usize::from(literal) + 1;
                out.extend_from_slice(rest.get(..count).ok_or(wrong)?);
                rest.get(count..).ok_or(wrong)?
            }
            repeat => {
                let (byte, rest) = rest.split_first().ok_or(wrong)?;
                out.resize(out.len() + 257 - usize::from(repeat), *byte);
                rest
            }
        };
    }
    if out.len() == len { Ok(out) } else { Err(wrong) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(segments: u32, offsets: &[u32]) -> Vec<u8> {
        let mut words = vec![segments];
        words.extend(offsets);
        words.resize(16, 0);
        words.into_iter().flat_map(u32::to_le_bytes).collect()
    }

    #[test]
    fn segments_are_put_together_to_samples() {
        // 0x0102, 0x0102, 0x0103: runs of high bytes, literal low bytes.
        let mut encoded = header(2, &[64, 66]);
        encoded.extend([254, 1, 2, 2, 2, 3]);
        assert_eq!(decode(&encoded, 3, 1, 2), Ok(vec![2, 1, 2, 1, 3, 1]));
    }

    #[test]
    fn channels_are_put_together_to_pixels() {
        let mut encoded = header(3, &[64, 67, 70]);
        encoded.extend([1, 10, 11, 1, 20, 21, 1, 30, 31]);
        assert_eq!(decode(&encoded, 2, 3, 1), Ok(vec![10, 20, 30, 11, 21, 31]));
    }

    #[test]
    fn damage_is_refused() {
        let mut whole = header(1, &[64]);
        whole.extend([254, 1]);
        assert!(decode(&whole, 3, 1, 1).is_ok());
        for end in 0..whole.len() {
            assert_eq!(decode(&whole[..end], 3, 1, 1), Err(Fault(Code::Codec)));
        }
        assert_eq!(decode(&whole, 2, 1, 1), Err(Fault(Code::Codec)), "more than the pixels");
        assert_eq!(decode(&whole, 3, 1, 2), Err(Fault(Code::Codec)), "another count of segments");
        let mut outside = header(1, &[9999]);
        outside.extend([254, 1]);
        assert_eq!(decode(&outside, 3, 1, 1), Err(Fault(Code::Codec)));
    }
}
