//! JPEG-LS (ISO 14495-1): lossless and near-lossless.

use super::jpeg_header::JpegHeader;
use super::layout::Layout;
use super::samples::Samples;
use crate::code::{Code, Fault, Outcome};
use crate::imaging::series::PixelFormat;

/// A frame in JPEG-LS; of one channel, as the decoder knows no others.
///
/// # Errors
/// `E_CODEC`.
pub(super) fn decode(encoded: &[u8], declared: &Layout) -> Outcome<Samples> {
    let wrong = Fault(Code::Codec);
    let fits = |h: &JpegHeader| declared.samples() == 1 && h.fits(declared);
    let header = JpegHeader::of(encoded).filter(fits).ok_or(wrong)?;
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
///
/// ```
/// use dicom_common::imaging::pixels::jpeg_ls_lossless;
/// use dicom_common::imaging::series::PixelFormat;
///
/// let format = PixelFormat {
///     allocated: 8,
///     stored: 8,
///     high_bit: 7,
///     signed: false,
///     big_endian: false,
///     inverted: false,
/// };
/// let (rows, columns) = (64, 32);
/// let encoded = jpeg_ls_lossless(&vec![7; rows * columns], rows, columns, &format)?;
/// assert!(encoded.starts_with(&[0xFF, 0xD8]) && encoded.len() < rows * columns);
/// # Ok::<(), dicom_common::code::Fault>(())
/// ```
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
    // Negative values and overlays use bits above the stored ones: then all allocated bits count.
    let unused = values.iter().all(|v| v >> format.stored.min(15) == 0);
    let precision = if unused { format.stored.max(2) } else { format.allocated };
    let size = |n: usize| u32::try_from(n).map_err(|_| wrong);
    let mut options = jpegls::EncodeOptions::default();
    options.precision = u8::try_from(precision).ok();
    let mut encoded = Vec::new();
    jpegls::encode_with_options(&values, size(columns)?, size(rows)?, &options, &mut encoded)
        .map_err(|_| wrong)?;
    let layout = Layout::grey(rows, columns, *format);
    let decoded = decode(&encoded, &layout).map_err(|_| Fault(Code::Verification))?;
    if decoded.values.iter().copied().ne(values.into_iter().map(u32::from)) {
        return Err(Fault(Code::Verification));
    }
    Ok(encoded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imaging::pixels::codec::Codec;

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
            let codec = Codec::JpegLs;
            assert_eq!(&codec.decode(&encoded, &Layout::grey(33, 17, format)).unwrap(), frame);
        }
        let eight = format(8, 8, false);
        let encoded = jpeg_ls_lossless(&noise[..33 * 17], 33, 17, &eight).unwrap();
        assert_eq!(JpegHeader::of(&encoded).unwrap().precision, 8);
    }
}
