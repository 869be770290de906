//! What a compressed frame says of itself, and whether decoding it takes no more than an image needs: known before
//! any decoder sees it, whichever that is.

use std::io::{self, Read};

use flate2::bufread::DeflateDecoder;

use super::pixels::{Codec, Codestream, JpegHeader, LS, Layout, is_plain_jpeg};
use super::series::PixelFormat;
use crate::code::{Code, Fault, Outcome};
use crate::dataset::Syntax;

/// Segment count and the offsets of 15 segments (PS3.5 G.5).
const RLE_HEADER: usize = 64;
/// Most bytes behind the pixels of an RLE segment.
const RLE_PADDING: usize = 4096;

/// A grey frame as its header declares it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Declared {
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
    /// How one sample is stored.
    pub format: PixelFormat,
}

/// A compressed frame that a decoder may be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounded<'a> {
    /// What the decoder may see: of a JPEG 2000 file the codestream alone.
    pub bytes: &'a [u8],
    /// The lowest bits of each decoded sample that count.
    pub precision: u16,
    /// How the decoder must be chosen.
    pub kind: Kind,
}

/// What kind of stream a frame is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Samples of the declared size once they are unpacked: RLE, deflated or not compressed at all.
    Packed,
    /// JPEG or JPEG 2000: samples of the size that the precision needs.
    Coded,
    /// JPEG-LS: the same.
    JpegLs,
}

impl<'a> Bounded<'a> {
    /// A compressed frame of an image that is declared like this.
    ///
    /// # Errors
    /// `E_TRANSFER_SYNTAX` for a codec that is not supported, `E_CODEC` for a stream that is another image, asks for
    /// more than an image needs or does not come to its end, `E_PIXEL_LENGTH` for one that is too short.
    pub fn of(encoded: &'a [u8], declared: &Declared, syntax: &Syntax) -> Outcome<Self> {
        let wrong = Fault(Code::Codec);
        let codec = Codec::of(syntax)?;
        let Declared { rows, columns, format } = *declared;
        let declared = Layout::grey(rows, columns, format);
        if !declared.is_bearable() {
            return Err(wrong);
        }
        let len = declared.frame_len();
        let packed = |bytes| Self { bytes, precision: format.stored, kind: Kind::Packed };
        let bounded = match codec {
            Codec::Uncompressed => packed(encoded.get(..len).ok_or(Fault(Code::PixelLength))?),
            Codec::Deflated if inflates_to(encoded, len) => packed(encoded),
            Codec::Rle if unpacks(encoded, declared.pixels(), format.bytes()) => packed(encoded),
            Codec::Deflated | Codec::Rle => return Err(wrong),
            Codec::Jpeg | Codec::JpegLossless => {
                let header = JpegHeader::of(encoded).ok_or(wrong)?;
                let fits = is_plain_jpeg(&header, encoded, &declared);
                let precision = header.precision.into();
                fits.then_some(Self { bytes: encoded, precision, kind: Kind::Coded })
                    .ok_or(wrong)?
            }
            Codec::JpegLs => {
                let header = JpegHeader::of(encoded).ok_or(wrong)?;
                let fits = header.process == LS && header.fits(&declared);
                let precision = header.precision.into();
                fits.then_some(Self { bytes: encoded, precision, kind: Kind::JpegLs })
                    .ok_or(wrong)?
            }
            Codec::Jpeg2000 => {
                let stream = Codestream::of(encoded).ok_or(wrong)?;
                let size = (stream.rows, stream.columns, stream.channels);
                if size != (rows, columns, 1) || !stream.is_whole {
                    return Err(wrong);
                }
                Self { bytes: stream.bytes, precision: stream.precision, kind: Kind::Coded }
            }
        };
        let precise = (1..=format.allocated).contains(&bounded.precision);
        if precise { Ok(bounded) } else { Err(wrong) }
    }
}

/// Whether a deflated frame becomes so many bytes, and at most one that makes their count even.
fn inflates_to(encoded: &[u8], len: usize) -> bool {
    let most = len as u64 + 2;
    let read = io::copy(&mut DeflateDecoder::new(encoded).take(most), &mut io::sink());
    read.is_ok_and(|read| (len as u64..most).contains(&read))
}

/// Whether an RLE frame of one channel has a segment for each byte of a sample, and each becomes so many pixels.
fn unpacks(encoded: &[u8], pixels: usize, bytes: usize) -> bool {
    let Some(header) = encoded.get(..RLE_HEADER) else { return false };
    let words: Vec<usize> =
        header.as_chunks().0.iter().map(|word| u32::from_le_bytes(*word) as usize).collect();
    let Some((count, offsets)) = words.split_first() else { return false };
    let starts = offsets.iter().take(bytes).copied();
    let ends = offsets.iter().take(bytes).skip(1).copied().chain([encoded.len()]);
    let segment = |(start, end): (usize, usize)| {
        let segment = encoded.get(start..end).filter(|_| start >= RLE_HEADER);
        segment.is_some_and(|segment| becomes(segment, pixels))
    };
    *count == bytes && starts.zip(ends).all(segment)
}

/// Whether the runs of a segment are exactly so many bytes, with little behind them.
fn becomes(mut segment: &[u8], pixels: usize) -> bool {
    let mut count = 0usize;
    while count < pixels {
        let Some((control, rest)) = segment.split_first() else { return false };
        let (taken, given) = match *control {
            128 => (0, 0),
            literal @ 0..=127 => (usize::from(literal) + 1, usize::from(literal) + 1),
            repeat => (1, 257 - usize::from(repeat)),
        };
        let Some(rest) = rest.get(taken..) else { return false };
        (segment, count) = (rest, count + given);
    }
    count == pixels && segment.len() <= RLE_PADDING
}

#[cfg(test)]
mod tests {
    use super::*;
    use testkit::samples::rle;
    use testkit::stream::coded;

    /// A square image of so many rows.
    fn declared(rows: usize, bits: u16) -> Declared {
        let format = PixelFormat {
            allocated: bits,
            stored: bits,
            high_bit: bits - 1,
            signed: false,
            big_endian: false,
            inverted: false,
        };
        Declared { rows, columns: rows, format }
    }

    fn bounded<'a>(uid: &str, stream: &'a [u8], bits: u16) -> Outcome<Bounded<'a>> {
        Bounded::of(stream, &declared(8, bits), &Syntax::from_uid(uid).unwrap())
    }

    #[test]
    fn whole_streams_of_every_codec_are_within_bounds_and_no_other_image_is() {
        let supported = |one: &testkit::stream::Coded| {
            Codec::of(&Syntax::from_uid(one.syntax).unwrap()).is_ok()
        };
        let mut kinds = Vec::new();
        for one in coded().into_iter().filter(supported) {
            let found = bounded(one.syntax, &one.stream, one.bits).expect(one.syntax);
            kinds.push(found.kind);
            let syntax = Syntax::from_uid(one.syntax).unwrap();
            let other = Bounded::of(&one.stream, &declared(64, one.bits), &syntax);
            assert!(other.is_err(), "{}", one.syntax);
            assert!(bounded(one.syntax, &one.stream[..one.stream.len() / 4], one.bits).is_err());
        }
        assert!(kinds.contains(&Kind::Coded) && kinds.contains(&Kind::JpegLs));
    }

    #[test]
    fn bombs_are_refused_before_they_are_decoded() {
        let (rle_uid, deflated_uid) = ("1.2.840.10008.1.2.5", "1.2.840.10008.1.2.8.1");
        let whole = rle(&[7; 64]);
        assert!(bounded(rle_uid, &whole, 16).is_ok());
        // A count of segments that would be taken for a size of memory.
        let mut count = whole.clone();
        count[..4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(bounded(rle_uid, &count, 16).is_err());
        // Runs far behind the pixels.
        let long = [whole.clone(), vec![129; 10_000]].concat();
        assert!(bounded(rle_uid, &long, 16).is_err());
        let deflated = |len: usize| testkit::encode::deflate(&vec![0; len]);
        assert!(bounded(deflated_uid, &deflated(64), 8).is_ok());
        for len in [63, 66, 10_000_000] {
            assert!(bounded(deflated_uid, &deflated(len), 8).is_err(), "{len}");
        }
    }

    #[test]
    fn a_jpeg_2000_stream_with_a_part_missing_is_refused() {
        let syntax = "1.2.840.10008.1.2.4.90";
        let whole = coded().into_iter().find(|one| one.syntax == syntax).unwrap().stream;
        assert!(bounded(syntax, &whole, 8).is_ok());
        let sot = whole.windows(2).position(|pair| pair == [0xFF, 0x90]).unwrap();
        // It says that the tile has two parts, or is another tile's.
        let with = |at: usize, byte: u8| {
            let mut stream = whole.clone();
            stream[sot + at] = byte;
            stream
        };
        assert!(bounded(syntax, &with(11, 2), 8).is_err());
        assert!(bounded(syntax, &with(5, 1), 8).is_err());
        // Its length is not told, so that it must come to its end.
        let mut open = whole.clone();
        open[sot + 6..sot + 10].fill(0);
        assert!(bounded(syntax, &open, 8).is_ok());
        let eoc = open.windows(2).rposition(|pair| pair == EOC).unwrap();
        assert!(bounded(syntax, &open[..eoc], 8).is_err());
        assert!(bounded(syntax, &whole[..eoc], 8).is_err());
    }

    const EOC: [u8; 2] = [0xFF, 0xD9];
}
