//! Compressed frames: RLE Lossless (PS3.5 annex G) and JPEG of one sample for each pixel.

/// Bytes before the segments of an RLE frame.
const HEADER: usize = 64;

/// A frame of 8 bits for each sample, packed: a segment for each kind of sample.
pub fn pack(frame: &[u8], samples: usize) -> Vec<u8> {
    let mut header = vec![u32::try_from(samples).unwrap_or_default()];
    let mut segments = Vec::new();
    for sample in 0..samples {
        header.push(u32::try_from(HEADER + segments.len()).unwrap_or_default());
        let plane: Vec<u8> = frame.iter().skip(sample).step_by(samples).copied().collect();
        segments.extend(packed(&plane));
        segments.resize(segments.len().next_multiple_of(2), 0);
    }
    header.resize(HEADER / 4, 0);
    header.into_iter().flat_map(u32::to_le_bytes).chain(segments).collect()
}

/// PackBits: runs of equal bytes, and what is between them.
fn packed(plane: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for run in plane.chunk_by(|a, b| a == b) {
        for part in run.chunks(128) {
            match (part, u8::try_from(257 - part.len())) {
                ([byte], _) => out.extend([0, *byte]),
                ([byte, ..], Ok(count)) => out.extend([count, *byte]),
                _ => {}
            }
        }
    }
    out
}

/// The samples of a packed frame, kind by kind as they lie there.
pub fn unpack(encoded: &[u8], pixels: usize) -> Option<Vec<u8>> {
    let mut words =
        encoded.get(..HEADER)?.as_chunks::<4>().0.iter().map(|w| u32::from_le_bytes(*w));
    let count = usize::try_from(words.next()?).ok()?;
    let offsets: Vec<_> = words.take(count).map(|offset| usize::try_from(offset).ok()).collect();
    let mut planes = Vec::new();
    for offset in offsets {
        let mut rest = encoded.get(offset?..)?;
        let mut plane = Vec::with_capacity(pixels);
        while plane.len() < pixels {
            let (&count, after) = rest.split_first()?;
            match count {
                0..=127 => {
                    let (bytes, after) = after.split_at_checked(usize::from(count) + 1)?;
                    plane.extend_from_slice(bytes);
                    rest = after;
                }
                128 => rest = after,
                129.. => {
                    let (&byte, after) = after.split_first()?;
                    plane.extend(std::iter::repeat_n(byte, 257 - usize::from(count)));
                    rest = after;
                }
            }
        }
        planes.extend(plane);
    }
    Some(planes)
}

/// The samples of a JPEG frame.
pub fn jpeg(encoded: &[u8]) -> Option<Vec<u8>> {
    jpeg_decoder::Decoder::new(encoded).decode().ok()
}

/// A grey frame of 8 bits as JPEG.
pub fn to_jpeg(frame: &[u8], rows: usize, columns: usize) -> Option<Vec<u8>> {
    let mut encoded = Vec::new();
    let size = [columns, rows].map(|side| u16::try_from(side).unwrap_or_default());
    let encoder = jpeg_encoder::Encoder::new(&mut encoded, 92);
    encoder.encode(frame, size[0], size[1], jpeg_encoder::ColorType::Luma).ok()?;
    encoded.resize(encoded.len().next_multiple_of(2), 0);
    Some(encoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_unpacked_as_they_were_packed() {
        let frame: Vec<u8> = (0..3000_u32).map(|at| u8::try_from(at / 7 % 5).unwrap()).collect();
        let packed = pack(&frame, 3);
        let planes = unpack(&packed, 1000).unwrap();
        for (at, value) in frame.iter().enumerate() {
            assert_eq!(planes[at % 3 * 1000 + at / 3], *value);
        }
        assert!(unpack(&packed[..packed.len() - 2], 1000).is_none());
    }
}
