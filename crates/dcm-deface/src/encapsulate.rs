//! Compressed output: JPEG-LS lossless in Explicit VR Little Endian.

use dicom_common::code::Outcome;
use dicom_common::dataset::{
    DataSet, Element, Encoding, Extent, Syntax, Tag, VR, Value, dictionary_vr,
};
use dicom_common::imaging::pixels::jpeg_ls_lossless;
use dicom_common::imaging::series::Image;
use dicom_dictionary_std::tags;

/// JPEG-LS Lossless.
const JPEG_LS: &str = "1.2.840.10008.1.2.4.80";

/// Whether a file can be compressed as its data set is encoded.
pub fn is_possible(image: &Image) -> bool {
    // The tiles of a mosaic are one picture.
    image.tiling.is_none()
        && !image.format.big_endian
        && image.syntax.encoding != Encoding::ExplicitBig
        && matches!(image.format.allocated, 8 | 16)
}

/// Compresses the frames in native pixels; the value field they make, with the number of its
/// fragments (PS3.5 A.4).
///
/// # Errors
/// Those of the encoder.
pub fn fragments(pixels: &[u8], image: &Image) -> Outcome<(Vec<u8>, Value)> {
    let (rows, columns) = image.frames.first().map_or((0, 0), |f| (f.plane.rows, f.plane.columns));
    let mut field = Vec::new();
    // An empty offset table, then one fragment for each frame.
    item(&mut field, 0xE000, &[]);
    for frame in pixels.chunks_exact(image.frame_len().max(1)) {
        let mut encoded = jpeg_ls_lossless(frame, rows, columns, &image.format)?;
        if encoded.len() % 2 == 1 {
            encoded.push(0);
        }
        item(&mut field, 0xE000, &encoded);
    }
    item(&mut field, 0xE0DD, &[]);
    let extent = Extent { offset: 0, len: field.len() as u64 };
    Ok((field, Value::Fragments { extent, count: image.frames.len() as u64 }))
}

fn item(field: &mut Vec<u8>, element: u16, bytes: &[u8]) {
    let len = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    field.extend_from_slice(&0xFFFEu16.to_le_bytes());
    field.extend_from_slice(&element.to_le_bytes());
    field.extend_from_slice(&len.to_le_bytes());
    field.extend_from_slice(bytes);
}

/// The transfer syntax.
///
/// # Errors
/// None in practice.
pub fn syntax() -> Outcome<Syntax> {
    Syntax::from_uid(JPEG_LS)
}

/// Value representations of a data set that had none: those that depend on the sign of the pixels
/// are settled by it (PS3.6, "US or SS").
pub fn make_explicit(dataset: DataSet, signed: bool) -> DataSet {
    let element = |element: Element| {
        let Element { tag, vr, value } = element;
        let vr = if signed && vr == VR::US && depends_on_sign(tag) { VR::SS } else { vr };
        let value = match value {
            Value::Items(items) => {
                Value::Items(items.into_iter().map(|item| make_explicit(item, signed)).collect())
            }
            value => value,
        };
        Element { tag, vr, value }
    };
    DataSet::new(dataset.into_elements().into_iter().map(element).collect())
}

fn depends_on_sign(tag: Tag) -> bool {
    const TAGS: [Tag; 8] = [
        tags::SMALLEST_IMAGE_PIXEL_VALUE,
        tags::LARGEST_IMAGE_PIXEL_VALUE,
        tags::SMALLEST_PIXEL_VALUE_IN_SERIES,
        tags::LARGEST_PIXEL_VALUE_IN_SERIES,
        tags::PIXEL_PADDING_VALUE,
        tags::PIXEL_PADDING_RANGE_LIMIT,
        tags::REAL_WORLD_VALUE_FIRST_VALUE_MAPPED,
        tags::REAL_WORLD_VALUE_LAST_VALUE_MAPPED,
    ];
    TAGS.contains(&tag) && dictionary_vr(tag) == Some(VR::US)
}
