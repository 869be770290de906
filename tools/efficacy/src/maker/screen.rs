//! Pixels of captured screens.

use dicom_core::value::PixelFragmentSequence;
use dicom_core::{DataElement, PrimitiveValue, Tag, VR};
use dicom_dictionary_std::{tags, uids};
use dicom_object::InMemDicomObject;

use crate::compressed;
use crate::image::Image;

use super::kinds::Kind;

/// A slice of a chest on the right of a dark screen.
pub fn drawn(kind: &Kind, slice: &Image) -> Image {
    let [rows, columns] = kind.size;
    let factor = if kind.bits[1] > 8 { 8 } else { 1 };
    let light = |value: u16| match kind.photometric {
        "MONOCHROME1" => 4095 - value * factor,
        _ => (value * factor).wrapping_sub(kind.offset),
    };
    let (top, left) = (rows.saturating_sub(slice.rows) / 2, columns.saturating_sub(slice.columns));
    let value = |row: usize, column: usize| {
        let at = row.checked_sub(top).zip(column.checked_sub(left));
        let inside = at.filter(|&(row, column)| row < slice.rows && column < slice.columns);
        inside.and_then(|(row, column)| slice.values.get(row * slice.columns + column))
    };
    let frame = rows * columns * kind.samples;
    let image = Image {
        rows,
        columns,
        samples: kind.samples,
        planar: kind.planar,
        raised: 0,
        allocated: kind.bits[0],
        stored: kind.bits[1],
        values: vec![0; frame],
    };
    let mut values = image.values.clone();
    for row in 0..rows {
        for column in 0..columns {
            let value = light(value(row, column).copied().unwrap_or(0));
            for sample in 0..kind.samples {
                let grey = kind.photometric == "YBR_FULL" && sample > 0;
                if let Some(place) = values.get_mut(image.offset(row, column, sample)) {
                    *place = if grey { 128 } else { value };
                }
            }
        }
    }
    Image { values: values.repeat(kind.frames), ..image }
}

/// Replaces native pixel data where the syntax asks for fragments.
pub fn compress(object: &mut InMemDicomObject, image: &Image, syntax: &str) {
    let compressed = |frame: &[u16]| {
        let bytes: Vec<u8> = frame.iter().map(|value| value.to_le_bytes()[0]).collect();
        match syntax {
            uids::RLE_LOSSLESS => Some(compressed::pack(&bytes, image.samples)),
            uids::JPEG_BASELINE8_BIT => compressed::to_jpeg(&bytes, image.rows, image.columns),
            _ => None,
        }
    };
    let Some(fragments) = image.frames().map(compressed).collect::<Option<Vec<_>>>() else {
        return;
    };
    let sequence = PixelFragmentSequence::new_fragments(fragments);
    object.put(DataElement::new(tags::PIXEL_DATA, VR::OB, sequence));
}

/// Shades of amber.
pub fn palette(object: &mut InMemDicomObject) {
    let colours: [(Tag, Tag, u16); 3] = [
        (
            tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
            tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
            257,
        ),
        (
            tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
            tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
            220,
        ),
        (
            tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
            tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA,
            120,
        ),
    ];
    for (descriptor, data, factor) in colours {
        let entries: Vec<u16> = (0..256_u16).map(|shade| shade * factor).collect();
        let three = PrimitiveValue::U16([256, 0, 16].into_iter().collect());
        object.put(DataElement::new(descriptor, VR::US, three));
        object.put(DataElement::new(data, VR::OW, PrimitiveValue::U16(entries.into())));
    }
}
