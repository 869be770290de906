//! The one function that decodes pixels.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::Syntax;
use dicom_common::imaging::bounds::{Bounded, Declared, Kind};
use dicom_core::value::PixelFragmentSequence;
use dicom_core::{DataElement, PrimitiveValue, Tag, VR};
use dicom_dictionary_std::{tags, uids};
use dicom_object::{DefaultDicomObject, FileMetaTableBuilder, InMemDicomObject};
use dicom_pixeldata::PixelDecoder;

/// The pixel data of one frame as it stands in its file.
pub enum Encoded<'a> {
    /// Native: samples as they are declared.
    Native(Vec<u8>),
    /// One compressed frame.
    Compressed(&'a [u8], &'a Syntax),
}

/// How samples lie in what a decoder gives.
struct Samples {
    bytes: Vec<u8>,
    /// Bytes of a sample.
    size: usize,
    /// Bits of a sample that count, the highest of them `high_bit`.
    stored: u16,
    high_bit: u16,
    big_endian: bool,
}

/// The stored values of a grey frame: as many samples as it has pixels, each of the allocated bits, little endian, the value
/// in the lowest bits and its sign extended to all others. What the bits of a sample mean beyond that, rescale and padding,
/// is told by the header.
///
/// # Errors
/// `E_CODEC`, `E_TRANSFER_SYNTAX`, `E_PIXEL_LENGTH`: no value is made up for what cannot be decoded.
pub fn stored_values(frame: Encoded<'_>, declared: &Declared) -> Outcome<Vec<u8>> {
    let Declared { rows, columns, format } = *declared;
    let samples = match frame {
        Encoded::Native(bytes) => {
            let pixels = DataElement::new(tags::PIXEL_DATA, VR::OW, PrimitiveValue::from(bytes));
            let object = object(declared, format.allocated, uids::EXPLICIT_VR_LITTLE_ENDIAN)?;
            Samples {
                bytes: decode(object, pixels)?,
                size: format.bytes(),
                stored: format.stored,
                high_bit: format.high_bit,
                big_endian: format.big_endian,
            }
        }
        Encoded::Compressed(encoded, syntax) => {
            let bounded = Bounded::of(encoded, declared, syntax)?;
            let precision = bounded.precision;
            let size = match bounded.kind {
                Kind::Packed => format.bytes(),
                Kind::Coded | Kind::JpegLs if precision <= 8 => 1,
                Kind::Coded | Kind::JpegLs if precision <= 16 => 2,
                Kind::Coded | Kind::JpegLs => return Err(Fault(Code::Codec)),
            };
            let bytes = match bounded.kind {
                Kind::JpegLs => jpeg_ls(&bounded, declared, size)?,
                Kind::Packed | Kind::Coded => {
                    let fragments =
                        PixelFragmentSequence::new_fragments(vec![bounded.bytes.to_vec()]);
                    let pixels = DataElement::new(tags::PIXEL_DATA, VR::OB, fragments);
                    decode(object(declared, 8 * size as u16, &syntax.uid)?, pixels)?
                }
            };
            Samples { bytes, size, stored: precision, high_bit: precision - 1, big_endian: false }
        }
    };
    if samples.bytes.len() != rows * columns * samples.size {
        return Err(Fault(Code::Codec));
    }
    Ok(samples.normalised(format.bytes(), format.signed))
}

/// An image of one frame, without its pixels: what dicom-pixeldata needs to know, and no more.
fn object(declared: &Declared, allocated: u16, syntax: &str) -> Outcome<DefaultDicomObject> {
    let size = |size: usize| u16::try_from(size).map_err(|_| Fault(Code::Codec));
    let stored = declared.format.stored.min(allocated);
    let mut object = InMemDicomObject::new_empty();
    let mut number = |tag: Tag, value: u16| {
        object.put(DataElement::new(tag, VR::US, PrimitiveValue::from(value)));
    };
    number(tags::SAMPLES_PER_PIXEL, 1);
    number(tags::ROWS, size(declared.rows)?);
    number(tags::COLUMNS, size(declared.columns)?);
    number(tags::BITS_ALLOCATED, allocated);
    number(tags::BITS_STORED, stored);
    number(tags::HIGH_BIT, stored.saturating_sub(1));
    number(tags::PIXEL_REPRESENTATION, declared.format.signed.into());
    object.put(DataElement::new(
        tags::PHOTOMETRIC_INTERPRETATION,
        VR::CS,
        PrimitiveValue::from("MONOCHROME2"),
    ));
    let meta = FileMetaTableBuilder::new()
        .media_storage_sop_class_uid(uids::SECONDARY_CAPTURE_IMAGE_STORAGE)
        .media_storage_sop_instance_uid("2.25.1")
        .transfer_syntax(syntax);
    object.with_meta(meta).map_err(|_| Fault(Code::Internal))
}

/// The samples of an image's only frame, by dicom-pixeldata.
fn decode(
    mut object: DefaultDicomObject,
    pixels: dicom_object::mem::InMemElement,
) -> Outcome<Vec<u8>> {
    object.put(pixels);
    // Decoders check much, but not all, of what a stream can say.
    let decoded = catch_unwind(AssertUnwindSafe(|| {
        object.decode_pixel_data_frame(0).map(|decoded| decoded.into_data())
    }));
    decoded.ok().and_then(Result::ok).ok_or(Fault(Code::Codec))
}

/// The samples of a frame in JPEG-LS, which dicom-pixeldata decodes with a library in C++ only: here by one in Rust.
fn jpeg_ls(bounded: &Bounded<'_>, declared: &Declared, size: usize) -> Outcome<Vec<u8>> {
    let wrong = Fault(Code::Codec);
    let side = |side: usize| u32::try_from(side).map_err(|_| wrong);
    let (columns, rows) = (side(declared.columns)?, side(declared.rows)?);
    let decode = || jpegls::decode(bounded.bytes, columns, rows);
    let decoded = catch_unwind(AssertUnwindSafe(decode)).ok().and_then(Result::ok);
    let (values, _, _) = decoded.ok_or(wrong)?;
    Ok(match size {
        1 => values.into_iter().map(|value| value as u8).collect(),
        _ => values.into_iter().flat_map(u16::to_le_bytes).collect(),
    })
}

impl Samples {
    /// Samples of so many bytes, little endian, the value in the lowest bits.
    fn normalised(self, bytes: usize, signed: bool) -> Vec<u8> {
        let Self { bytes: mut samples, size, stored, high_bit, big_endian } = self;
        let (above, unused) =
            (31 - u32::from(high_bit.min(31)), 32 - u32::from(stored.clamp(1, 32)));
        let value = |bits: u32| {
            let top = bits << above;
            if signed { (top as i32 >> unused) as u32 } else { top >> unused }
        };
        match (size, bytes) {
            (1, 1) => samples.iter_mut().for_each(|byte| *byte = value((*byte).into()) as u8),
            (2, 2) => {
                for pair in samples.as_chunks_mut::<2>().0 {
                    let read = if big_endian { u16::from_be_bytes } else { u16::from_le_bytes };
                    *pair = (value(read(*pair).into()) as u16).to_le_bytes();
                }
            }
            _ => {
                let widened = samples.chunks_exact(size.max(1)).flat_map(|sample| {
                    let byte = |bits: u32, byte: &u8| bits << 8 | u32::from(*byte);
                    let bits = match big_endian {
                        true => sample.iter().fold(0, byte),
                        false => sample.iter().rev().fold(0, byte),
                    };
                    value(bits).to_le_bytes().into_iter().take(bytes)
                });
                return widened.collect();
            }
        }
        samples
    }
}
