//! Decoding apart from the run: a frame and how it is declared go to a child, a frame comes back.

use apart::Job;

use super::codec::{Codec, uncompressed};
use super::layout::{Colour, Layout};
use crate::code::{Code, Fault, Outcome};
use crate::imaging::series::PixelFormat;

/// Decodes compressed frames. A program that reads foreign files hands it to [`apart::serve`] as the
/// first thing in `main`.
pub static DECODER: Job = Job::new("frame", work);

/// Those that are decoded apart.
const CODECS: [Codec; 6] =
    [Codec::Deflated, Codec::Rle, Codec::Jpeg, Codec::JpegLossless, Codec::JpegLs, Codec::Jpeg2000];
const COLOURS: [Colour; 6] = [
    Colour::Grey,
    Colour::Palette,
    Colour::Rgb,
    Colour::Ybr,
    Colour::YbrHalved,
    Colour::YbrReversible,
];
/// Numbers before the encoded bytes.
const NUMBERS: usize = 11;

/// A frame of exactly `len` bytes.
///
/// # Errors
/// `E_PIXEL_LENGTH` for an uncompressed frame that is too short, `E_CODEC` for everything else.
pub(super) fn decode(
    codec: Codec,
    encoded: &[u8],
    declared: &Layout,
    len: usize,
) -> Outcome<Vec<u8>> {
    let decoded = match codec {
        Codec::Uncompressed => uncompressed(encoded, declared.frame_len())?,
        _ => {
            let head = head(codec, declared).ok_or(Fault(Code::Internal))?;
            DECODER.run(&[&head, encoded], len).ok_or(Fault(Code::Codec))?
        }
    };
    if decoded.len() == len { Ok(decoded) } else { Err(Fault(Code::Codec)) }
}

/// What the child does.
fn work(request: &[u8]) -> Option<Vec<u8>> {
    let (head, encoded) = request.split_at_checked(NUMBERS * size_of::<u64>())?;
    let (codec, declared) = read_head(head)?;
    codec.decode(encoded, &declared).ok()
}

/// Codec and layout as numbers. All fields are named, so that a new one is not forgotten.
fn head(codec: Codec, declared: &Layout) -> Option<Vec<u8>> {
    let Layout { rows, columns, frames, colour, planar, format } = *declared;
    let PixelFormat { allocated, stored, high_bit, signed, big_endian, inverted } = format;
    let sizes = [
        CODECS.iter().position(|known| *known == codec)?,
        rows,
        columns,
        frames,
        COLOURS.iter().position(|known| *known == colour)?,
        usize::from(planar),
        usize::from(allocated),
        usize::from(stored),
        usize::from(high_bit),
        usize::from(signed),
        usize::from(big_endian) | usize::from(inverted) << 1,
    ];
    let numbers: [usize; NUMBERS] = sizes;
    Some(numbers.into_iter().flat_map(|number| (number as u64).to_le_bytes()).collect())
}

fn read_head(head: &[u8]) -> Option<(Codec, Layout)> {
    let (numbers, _) = head.as_chunks::<8>();
    let mut numbers = numbers.iter().map(|bytes| u64::from_le_bytes(*bytes));
    let mut number = || usize::try_from(numbers.next()?).ok();
    let codec = *CODECS.get(number()?)?;
    let (rows, columns, frames) = (number()?, number()?, number()?);
    let (colour, planar) = (*COLOURS.get(number()?)?, number()? == 1);
    let mut bits = || u16::try_from(number()?).ok();
    let (allocated, stored, high_bit) = (bits()?, bits()?, bits()?);
    let (signed, order) = (bits()? == 1, bits()?);
    let (big_endian, inverted) = (order & 1 == 1, order & 2 == 2);
    let format = PixelFormat { allocated, stored, high_bit, signed, big_endian, inverted };
    Some((codec, Layout { rows, columns, frames, colour, planar, format }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_child_reads_what_is_declared() {
        for (at, codec) in CODECS.into_iter().enumerate() {
            let odd = |bit: usize| (at >> bit) & 1 == 1;
            let format = PixelFormat {
                allocated: 16,
                stored: 12,
                high_bit: 11,
                signed: odd(0),
                big_endian: odd(1),
                inverted: odd(2),
            };
            let colour = COLOURS[at];
            let declared =
                Layout { rows: 3, columns: 5, frames: 7, colour, planar: odd(0), format };
            let head = head(codec, &declared).unwrap();
            assert_eq!(head.len(), NUMBERS * 8);
            assert_eq!(read_head(&head), Some((codec, declared)));
        }
    }

    #[test]
    fn what_is_no_request_is_refused() {
        assert_eq!(work(&[]), None);
        assert_eq!(work(&[0xFF; 8 * NUMBERS + 20]), None);
        assert_eq!(work(&[0; 8 * NUMBERS]), None);
    }
}
