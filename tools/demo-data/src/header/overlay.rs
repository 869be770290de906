//! A graphic overlay: a frame around the image, with identifying remarks.

use crate::element::Fill;
use crate::series::Series;
use dicom_core::{PrimitiveValue, Tag, VR};
use dicom_object::InMemDicomObject;

/// Adds overlay group 6000.
pub fn fill(object: &mut InMemDicomObject, series: &Series) {
    let (rows, columns) = (series.stack().rows, series.stack().columns);
    let patient = series.patient();
    let remark = format!("Marked for {}, {}", patient.spoken_name, patient.id);
    let one = PrimitiveValue::from(1_u16);
    let corner = PrimitiveValue::I16([1, 1].into_iter().collect());
    object.raw(element(0x0010), VR::US, PrimitiveValue::from(rows));
    object.raw(element(0x0011), VR::US, PrimitiveValue::from(columns));
    object.raw(element(0x0022), VR::LO, remark.as_str());
    object.raw(element(0x0040), VR::CS, "G");
    object.raw(element(0x0050), VR::SS, corner);
    object.raw(element(0x0100), VR::US, one);
    object.raw(element(0x0102), VR::US, PrimitiveValue::from(0_u16));
    object.raw(element(0x1500), VR::LO, patient.spoken_name);
    object.raw(element(0x3000), VR::OW, frame(rows, columns));
    object.raw(element(0x4000), VR::LT, remark.as_str());
}

const fn element(number: u16) -> Tag {
    Tag(0x6000, number)
}

/// One bit for each pixel, lowest bit first: set in a frame 8 pixels from the border.
fn frame(rows: u16, columns: u16) -> Vec<u8> {
    let (rows, columns) = (u32::from(rows), u32::from(columns));
    let on_frame = |at: u32| {
        let (row, column) = (at / columns, at % columns);
        let margin = |i: u32, side: u32| i.min(side - 1 - i);
        row < rows && margin(row, rows).min(margin(column, columns)) == 8
    };
    let bytes = (rows * columns).div_ceil(16) * 2;
    (0..bytes)
        .map(|byte| (0..8).fold(0, |bits, bit| bits | u8::from(on_frame(8 * byte + bit)) << bit))
        .collect()
}
