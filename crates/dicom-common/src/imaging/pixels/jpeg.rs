//! JPEG (ISO 10918-1) and JPEG-LS (ISO 14495-1): baseline, lossless, near-lossless.

use jpeg_decoder::ColorTransform;

use super::codec::Samples;
use super::layout::{Colour, Layout};
use crate::code::{Code, Fault, Outcome};
use crate::imaging::series::PixelFormat;

/// What a stream says before its first scan.
#[derive(Debug, Default, PartialEq)]
struct Header {
    /// The second byte of the frame marker: 0xC3 lossless, 0xF7 JPEG-LS.
    process: u8,
    precision: u8,
    rows: u16,
    columns: u16,
    components: u8,
    /// Lines or units between restart markers.
    restart: u16,
    /// Point transform of the scan, in lossless processes.
    transform: u8,
    /// The colour transform that an Adobe segment (APP14) names: 0 none, 1 YCbCr.
    adobe: Option<u8>,
}

const LOSSLESS: u8 = 0xC3;
const LS: u8 = 0xF7;

impl Header {
    fn of(encoded: &[u8]) -> Option<Header> {
        let mut header = Header::default();
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
                (0xC4 | 0xC8 | 0xCC, _) => {}
                (0xC0..=0xCF | LS, &[precision, r0, r1, c0, c1, components, ..]) => {
                    let (rows, columns) =
                        (u16::from_be_bytes([r0, r1]), u16::from_be_bytes([c0, c1]));
                    header =
                        Header { process: marker, precision, rows, columns, components, ..header };
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

    /// Whether the stream holds an image of this size, and nothing that the decoders get wrong:
    /// they do not start prediction anew at restarts, nor undo point transforms.
    fn fits(&self, (rows, columns): (usize, usize), channels: usize) -> bool {
        let plain = self.restart == 0 && self.transform == 0;
        usize::from(self.rows) == rows
            && usize::from(self.columns) == columns
            && usize::from(self.components) == channels
            && (plain || !matches!(self.process, LOSSLESS | LS))
    }
}

/// A frame in JPEG; 12-bit lossy streams are refused, as there is no decoder for them. Lossy
/// colour comes as RGB, lossless colour as it is declared.
///
/// # Errors
/// `E_CODEC`.
pub(super) fn decode(encoded: &[u8], declared: &Layout) -> Outcome<Samples> {
    let wrong = Fault(Code::Codec);
    let (size, channels) = ((declared.rows, declared.columns), declared.samples());
    let header = Header::of(encoded).filter(|h| h.fits(size, channels)).ok_or(wrong)?;
    if header.process == LS {
        return Err(wrong);
    }
    let mut decoder = jpeg_decoder::Decoder::new(encoded);
    if channels == 3 {
        // What the stream says of its colours goes before what is declared.
        let rgb = header.adobe.map_or(declared.colour == Colour::Rgb, |transform| transform == 0);
        decoder.set_color_transform(if rgb { ColorTransform::RGB } else { ColorTransform::YCbCr });
    }
    let bytes = decoder.decode().map_err(|_| wrong)?;
    let values = match bytes.len() / (declared.pixels() * channels).max(1) {
        1 => bytes.into_iter().map(u32::from).collect(),
        2 => bytes.as_chunks().0.iter().map(|b| u16::from_ne_bytes(*b).into()).collect(),
        _ => return Err(wrong),
    };
    Ok(Samples { values, precision: header.precision.into() })
}

/// A frame in JPEG-LS; of one channel, as the decoder knows no others.
///
/// # Errors
/// `E_CODEC`.
pub(super) fn decode_ls(encoded: &[u8], declared: &Layout) -> Outcome<Samples> {
    let wrong = Fault(Code::Codec);
    let size = (declared.rows, declared.columns);
    let fits = |h: &Header| declared.samples() == 1 && h.fits(size, 1);
    let header = Header::of(encoded).filter(fits).ok_or(wrong)?;
    let (values, _, _) =
        jpegls::decode(encoded, header.columns.into(), header.rows.into()).map_err(|_| wrong)?;
    let values = values.into_iter().map(u32::from).collect();
    Ok(Samples { values, precision: header.precision.into() })
}

/// Compresses a little-endian frame with JPEG-LS lossless (1.2.840.10008.1.2.4.80), and decodes it
/// again to be sure. All allocated bits are kept.
///
/// # Errors
/// `E_PIXEL_FORMAT` for samples of more than 16 bits or of big-endian order and for frames of
/// another length; `E_VERIFICATION` when decoding does not give the frame back.
pub fn jpeg_ls_lossless(
    frame: &[u8],
    rows: usize,
    columns: usize,
    format: &PixelFormat,
) -> Outcome<Vec<u8>> {
    let wrong = Fault(Code::PixelFormat);
    if format.big_endian || frame.len() != rows * columns * format.bytes() {
        return Err(wrong);
    }
    let values: Vec<u16> = match format.allocated {
        8 => frame.iter().map(|b| u16::from(*b)).collect(),
        16 => frame.as_chunks().0.iter().map(|b| u16::from_le_bytes(*b)).collect(),
        _ => return Err(wrong),
    };
    // Signs and overlays above the stored bits need all allocated ones.
    let unused = values.iter().all(|v| v >> format.stored.min(15) == 0);
    let precision = if unused { format.stored.max(2) } else { format.allocated };
    let size = |n: usize| u32::try_from(n).map_err(|_| wrong);
    let mut options = jpegls::EncodeOptions::default();
    options.precision = u8::try_from(precision).ok();
    let mut encoded = Vec::new();
    jpegls::encode_with_options(&values, size(columns)?, size(rows)?, &options, &mut encoded)
        .map_err(|_| wrong)?;
    let layout = Layout::grey(rows, columns, *format);
    let decoded = decode_ls(&encoded, &layout).map_err(|_| Fault(Code::Verification))?;
    if decoded.values.iter().copied().ne(values.into_iter().map(u32::from)) {
        return Err(Fault(Code::Verification));
    }
    Ok(encoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(allocated: u16, stored: u16, signed: bool) -> PixelFormat {
        let high_bit = stored - 1;
        PixelFormat { allocated, stored, high_bit, signed, big_endian: false, inverted: false }
    }

    #[test]
    fn what_is_encoded_decodes_to_the_same_bytes() {
        let noise: Vec<u8> =
            (0..2 * 33 * 17u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let twelve: Vec<u8> =
            noise.iter().enumerate().map(|(i, b)| if i % 2 == 1 { b & 0x0F } else { *b }).collect();
        for (frame, format) in [
            (&noise, format(16, 16, true)),
            (&noise, format(16, 12, false)),
            (&twelve, format(16, 12, false)),
            (&vec![7; 2 * 33 * 17], format(16, 16, false)),
        ] {
            let encoded = jpeg_ls_lossless(frame, 33, 17, &format).unwrap();
            let codec = super::super::codec::Codec::JpegLs;
            assert_eq!(&codec.decode(&encoded, &Layout::grey(33, 17, format)).unwrap(), frame);
        }
        let eight = format(8, 8, false);
        let encoded = jpeg_ls_lossless(&noise[..33 * 17], 33, 17, &eight).unwrap();
        assert_eq!(Header::of(&encoded).unwrap().precision, 8);
    }

    #[test]
    fn streams_that_a_decoder_would_get_wrong_are_refused() {
        let stream = |restart: u8, transform: u8, components: u8| {
            let mut s = vec![0xFF, 0xD8, 0xFF, 0xDD, 0, 4, 0, restart];
            s.extend([0xFF, LOSSLESS, 0, 8, 12, 0, 2, 0, 3, components]);
            s.extend([0xFF, 0xDA, 0, 5, 1, 0, transform]);
            s
        };
        let fits = |s: Vec<u8>| Header::of(&s).unwrap().fits((2, 3), 1);
        assert!(fits(stream(0, 0, 1)));
        assert!(!fits(stream(3, 0, 1)) && !fits(stream(0, 1, 1)) && !fits(stream(0, 0, 3)));
        assert!(!Header::of(&stream(0, 0, 1)).unwrap().fits((2, 4), 1));
    }
}
