//! Which decoder a transfer syntax needs (PS3.5 annex A.4).

use std::io::Read;

use flate2::bufread::DeflateDecoder;

use super::layout::{Colour, Layout};
use super::{jpeg, jpeg_ls, jpeg2000, rle};
use crate::code::{Code, Fault, Outcome};
use crate::dataset::Syntax;

/// How encapsulated frames are encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::imaging) enum Codec {
    Uncompressed,
    Deflated,
    Rle,
    Jpeg,
    JpegLossless,
    JpegLs,
    /// JPEG 2000, high-throughput JPEG 2000 included.
    Jpeg2000,
}

impl Codec {
    pub(in crate::imaging) fn of(syntax: &Syntax) -> Outcome<Codec> {
        let suffix = syntax.uid.strip_prefix("1.2.840.10008.1.2.");
        Ok(match suffix.unwrap_or_default() {
            "1.98" => Codec::Uncompressed,
            "8.1" => Codec::Deflated,
            "5" => Codec::Rle,
            "4.50" | "4.51" => Codec::Jpeg,
            "4.57" | "4.70" => Codec::JpegLossless,
            "4.80" | "4.81" => Codec::JpegLs,
            "4.90" | "4.91" | "4.201" | "4.202" | "4.203" => Codec::Jpeg2000,
            _ => return Err(Fault(Code::TransferSyntax)),
        })
    }

    /// How frames are laid out once they are decoded: the samples of a pixel stand together, chroma
    /// has the size of the image, and the colour transforms of JPEG 2000 and of lossy JPEG are undone.
    pub(super) fn layout(self, declared: Layout) -> Layout {
        let colour = match (self, declared.colour) {
            (Codec::Uncompressed | Codec::Deflated, _) => return declared,
            (_, Colour::YbrReversible) => Colour::Rgb,
            (Codec::Jpeg, Colour::Ybr | Colour::YbrHalved) => Colour::Rgb,
            (_, Colour::YbrHalved) => Colour::Ybr,
            (_, colour) => colour,
        };
        Layout { colour, planar: false, ..declared }
    }

    /// A frame of an image that is declared like this, as [`Codec::layout`] says, little endian.
    ///
    /// # Errors
    /// `E_CODEC`, `E_PIXEL_LENGTH`.
    pub(super) fn decode(self, encoded: &[u8], declared: &Layout) -> Outcome<Vec<u8>> {
        let (count, format) = (declared.pixels() * declared.samples(), &declared.format);
        let samples = match self {
            Codec::Uncompressed => return uncompressed(encoded, declared.frame_len()),
            Codec::Deflated => return inflate(encoded, declared.frame_len()),
            Codec::Rle => {
                let (pixels, samples) = (declared.pixels(), declared.samples());
                return rle::decode(encoded, pixels, samples, format.bytes());
            }
            Codec::Jpeg | Codec::JpegLossless => jpeg::decode(encoded, declared),
            Codec::JpegLs => jpeg_ls::decode(encoded, declared),
            Codec::Jpeg2000 => jpeg2000::decode(encoded, declared),
        }?;
        samples.lay_out(count, format)
    }
}

/// The bytes of a frame that is not compressed.
///
/// # Errors
/// `E_PIXEL_LENGTH`.
pub(super) fn uncompressed(encoded: &[u8], len: usize) -> Outcome<Vec<u8>> {
    encoded.get(..len).map(<[u8]>::to_vec).ok_or(Fault(Code::PixelLength))
}

fn inflate(encoded: &[u8], len: usize) -> Outcome<Vec<u8>> {
    let mut frame = Vec::new();
    let limit = len as u64 + 1;
    let read = DeflateDecoder::new(encoded).take(limit).read_to_end(&mut frame);
    if read.is_err() || frame.len() < len {
        return Err(Fault(Code::Codec));
    }
    frame.truncate(len);
    Ok(frame)
}
