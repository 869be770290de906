//! JPEG (ISO 10918-1): baseline, extended and lossless.

use jpeg_decoder::ColorTransform;

use super::bytes::Bytes;
use super::jpeg_header::{JpegHeader, LS};
use super::layout::{Colour, Layout};
use super::samples::Samples;
use crate::code::{Code, Fault, Outcome};

/// Most scans of an image: progressive encoders write some ten, and each goes through all blocks, even
/// one of a few bytes.
const MOST_SCANS: usize = 128;

/// A frame in JPEG; 12-bit lossy streams are refused, as there is no decoder for them. Lossy
/// colour comes as RGB, lossless colour as it is declared.
///
/// # Errors
/// `E_CODEC`.
pub(super) fn decode(encoded: &[u8], declared: &Layout) -> Outcome<Samples> {
    let wrong = Fault(Code::Codec);
    let channels = declared.samples();
    let is_plain = |header: &JpegHeader| is_plain(header, encoded, declared);
    let header = JpegHeader::of(encoded).filter(is_plain).ok_or(wrong)?;
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

/// Whether a stream with this header holds the declared image in JPEG, in no more scans than encoders write.
pub(in crate::imaging) fn is_plain(header: &JpegHeader, encoded: &[u8], declared: &Layout) -> bool {
    header.fits(declared) && header.process != LS && scans(encoded) <= MOST_SCANS
}

/// How many scans a stream has.
fn scans(encoded: &[u8]) -> usize {
    let (mut at, mut scans) = (Bytes::of(encoded), 0);
    while let Some(next) = memchr::memchr(0xFF, at.rest()) {
        let marker = at.take(next + 1).and_then(|_| at.rest().first().copied());
        match marker {
            // A zero that coded data has behind 0xFF, restarts, markers without a segment, fill bytes.
            Some(0x00 | 0x01 | 0xD0..=0xD9 | 0xFF) => {}
            Some(marker) => {
                scans += usize::from(marker == 0xDA);
                let _ = at.take(1);
                let mut behind = at;
                if let Some(len) = behind.u16()
                    && behind.take(usize::from(len).saturating_sub(2)).is_some()
                {
                    at = behind;
                }
            }
            None => break,
        }
    }
    scans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scans_are_counted_where_decoders_find_them() {
        let scan = [0xFF, 0xDA, 0, 6, 1, 2, 3, 4, 0x12, 0xFF, 0x00, 0xDA, 0xFF, 0xD0, 0x34];
        let comment = [0xFF, 0xFE, 0, 6, 0xFF, 0xDA, 0xFF, 0xDA];
        let stream = [&[0xFF, 0xD8][..], &comment, &scan.repeat(5), &[0xFF, 0xD9]].concat();
        assert_eq!(scans(&stream), 5);
        for end in 0..stream.len() {
            assert!(scans(&stream[..end]) <= 5);
        }
    }
}
