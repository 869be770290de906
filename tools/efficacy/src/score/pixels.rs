//! What is left in parts of images.

use crate::area::Area;
use crate::file::File;
use crate::image::Image;

/// Samples of a hidden area may differ by this part of their range.
const ALIKE: f64 = 0.02;

/// Whether nothing can be read in an area.
pub fn hidden(output: &File, area: Area) -> Result<(), String> {
    let image = output.image().ok_or("no readable pixels")?;
    let most = f64::from(u16::MAX >> (16 - image.stored.min(16))) * ALIKE;
    for (number, frame) in image.frames().enumerate() {
        for sample in 0..image.samples {
            let values = signed(output, &image, image.part(frame, area, sample));
            let (Some(least), Some(greatest)) = (values.iter().min(), values.iter().max()) else {
                return Err("the area is outside of the image".into());
            };
            if f64::from(greatest - least) > most {
                return Err(format!("values from {least} to {greatest} in frame {}", number + 1));
            }
        }
    }
    Ok(())
}

/// Whether nothing changed in an area, or in the whole image.
pub fn retained(original: &File, output: &File, area: Option<Area>) -> Result<(), String> {
    let (Some(before), Some(after)) = (original.image(), output.image()) else {
        return same_fragments(original, output);
    };
    if [before.rows, before.columns, before.samples] != [after.rows, after.columns, after.samples]
        || before.values.len() != after.values.len()
    {
        return Err("another size".into());
    }
    let whole = Area { column: 0, row: 0, width: before.columns, height: before.rows };
    let area = area.unwrap_or(whole);
    for (number, (one, other)) in before.frames().zip(after.frames()).enumerate() {
        for sample in 0..before.samples {
            if before.part(one, area, sample) != after.part(other, area, sample) {
                return Err(format!("other values in frame {}", number + 1));
            }
        }
    }
    Ok(())
}

/// Compressed pixels that nobody touched.
fn same_fragments(original: &File, output: &File) -> Result<(), String> {
    let fragments = |file: &File| {
        let element = file.object().get(dicom_dictionary_std::tags::PIXEL_DATA)?;
        element.fragments().map(<[_]>::to_vec)
    };
    match (fragments(original), fragments(output)) {
        (Some(before), Some(after)) if before == after => Ok(()),
        _ => Err("no readable pixels, or others".into()),
    }
}

/// Values as numbers: signed ones wrap in the middle of the unsigned range.
fn signed(file: &File, image: &Image, values: Vec<u16>) -> Vec<i32> {
    let representation = file.object().get(dicom_dictionary_std::tags::PIXEL_REPRESENTATION);
    let is_signed = representation.and_then(|e| e.to_int::<u16>().ok()) == Some(1);
    let half = 1_i32 << (image.stored.clamp(1, 16) - 1);
    let number = |value: u16| {
        let value = i32::from(value);
        if is_signed && value >= half { value - 2 * half } else { value }
    };
    values.into_iter().map(number).collect()
}
