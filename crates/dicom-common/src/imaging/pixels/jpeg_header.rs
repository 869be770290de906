//! What a JPEG or JPEG-LS stream says of its image (ISO 10918-1 annex B, ISO 14495-1 annex C).

use super::layout::Layout;

/// What a stream says before its first scan.
#[derive(Debug, Default, PartialEq)]
pub(in crate::imaging) struct JpegHeader {
    /// The second byte of the frame marker: 0xC3 lossless, 0xF7 JPEG-LS.
    pub(in crate::imaging) process: u8,
    /// Bits of a sample.
    pub(in crate::imaging) precision: u8,
    /// Rows of the image (number of lines).
    pub(super) rows: u16,
    /// Columns of the image (samples per line).
    pub(super) columns: u16,
    /// Channels of the image.
    components: u8,
    /// Lines (JPEG-LS) or coded units (JPEG) between restart markers; 0 where there are none.
    restart: u16,
    /// Bits by which the scan's values are shifted down (point transform), in lossless processes.
    transform: u8,
    /// The colour transform that an Adobe segment (APP14) names: 0 none, 1 YCbCr.
    pub(super) adobe: Option<u8>,
}

/// Start of frame: lossless, Huffman coding (SOF3).
const LOSSLESS: u8 = 0xC3;
/// Start of frame: JPEG-LS (SOF55, ISO 14495-1).
pub(in crate::imaging) const LS: u8 = 0xF7;

impl JpegHeader {
    /// Reads the segments up to the first scan; `None` for anything that is no JPEG stream.
    pub(in crate::imaging) fn of(encoded: &[u8]) -> Option<JpegHeader> {
        let mut header = JpegHeader::default();
        let mut rest = encoded.strip_prefix(&[0xFF, 0xD8])?;
        loop {
            let (&[0xFF, marker], after) = rest.split_first_chunk()? else { return None };
            if marker == 0xFF {
                // A fill byte.
                rest = rest.get(1..)?;
                continue;
            }
            let (length, _) = after.split_first_chunk()?;
            let (segment, after) =
                after.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
            let segment = segment.get(2..)?;
            match (marker, segment) {
                // Tables and reserved markers among those of frames.
                (0xC4 | 0xC8 | 0xCC, _) => {}
                (0xC0..=0xCF | LS, &[precision, r0, r1, c0, c1, components, ..]) => {
                    let (rows, columns) =
                        (u16::from_be_bytes([r0, r1]), u16::from_be_bytes([c0, c1]));
                    header = JpegHeader {
                        process: marker,
                        precision,
                        rows,
                        columns,
                        components,
                        ..header
                    };
                }
                (0xEE, [b'A', b'd', b'o', b'b', b'e', rest @ ..]) => {
                    header.adobe = rest.get(6).copied();
                }
                (0xDD, &[r0, r1, ..]) => header.restart = u16::from_be_bytes([r0, r1]),
                (0xDA, &[.., transform]) => {
                    header.transform = transform & 0x0F;
                    return Some(header);
                }
                _ => {}
            }
            rest = after;
        }
    }

    /// Whether the stream holds an image of the declared size, and nothing that the decoders get
    /// wrong: they do not start prediction anew at restarts, nor undo point transforms.
    pub(in crate::imaging) fn fits(&self, declared: &Layout) -> bool {
        let plain = self.restart == 0 && self.transform == 0;
        usize::from(self.rows) == declared.rows
            && usize::from(self.columns) == declared.columns
            && usize::from(self.components) == declared.samples()
            && (plain || !matches!(self.process, LOSSLESS | LS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imaging::series::PixelFormat;

    #[test]
    fn streams_that_a_decoder_would_get_wrong_are_refused() {
        let stream = |restart: u8, transform: u8, components: u8| {
            let mut s = vec![0xFF, 0xD8, 0xFF, 0xDD, 0, 4, 0, restart];
            s.extend([0xFF, LOSSLESS, 0, 8, 12, 0, 2, 0, 3, components]);
            s.extend([0xFF, 0xDA, 0, 5, 1, 0, transform]);
            s
        };
        let format = PixelFormat {
            allocated: 16,
            stored: 12,
            high_bit: 11,
            signed: false,
            big_endian: false,
            inverted: false,
        };
        let grey = |columns| Layout::grey(2, columns, format);
        let fits = |s: Vec<u8>| JpegHeader::of(&s).unwrap().fits(&grey(3));
        assert!(fits(stream(0, 0, 1)));
        assert!(!fits(stream(3, 0, 1)) && !fits(stream(0, 1, 1)) && !fits(stream(0, 0, 3)));
        assert!(!JpegHeader::of(&stream(0, 0, 1)).unwrap().fits(&grey(4)));
    }
}
