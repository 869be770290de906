//! JPEG (ISO 10918-1): baseline, extended and lossless.

use jpeg_decoder::ColorTransform;

use super::jpeg_header::{JpegHeader, LS};
use super::layout::{Colour, Layout};
use super::samples::Samples;
use crate::code::{Code, Fault, Outcome};

/// A frame in JPEG; 12-bit lossy streams are refused, as there is no decoder for them. Lossy
/// colour comes as RGB, lossless colour as it is declared.
///
/// # Errors
/// `E_CODEC`.
pub(super) fn decode(encoded: &[u8], declared: &Layout) -> Outcome<Samples> {
    let wrong = Fault(Code::Codec);
    let channels = declared.samples();
    let header = JpegHeader::of(encoded).filter(|h| h.fits(declared)).ok_or(wrong)?;
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
