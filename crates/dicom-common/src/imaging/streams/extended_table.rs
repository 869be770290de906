//! The extended offset table (PS3.3 C.7.6.3.1.8): two attributes beside the pixel data.

use std::fs::File;
use std::os::unix::fs::FileExt;

use dicom_dictionary_std::tags;

use super::pixel_data::Walked;
use super::place::Place;
use crate::code::{Fault, Outcome};
use crate::dataset::{DataSet, Element, Tag, VR, Value};

/// Brings the table of a data set in line with its frames. It goes where a frame has several
/// fragments, and half a table does so too.
///
/// # Errors
/// `E_UNREADABLE`, `E_TRUNCATED`.
pub(super) fn mend(dataset: &mut DataSet, file: &File, walked: &Walked) -> Outcome<()> {
    let (offsets, lengths) = (tags::EXTENDED_OFFSET_TABLE, tags::EXTENDED_OFFSET_TABLE_LENGTHS);
    if dataset.get(offsets).is_none() && dataset.get(lengths).is_none() {
        return Ok(());
    }
    let places = &walked.places;
    let of = |tag| numbers(dataset, tag, file, places.len());
    if let (true, Some(starts), Some(sizes)) = (walked.is_one_item_each, of(offsets)?, of(lengths)?)
    {
        let right = |((start, size), place): ((&u64, &u64), &Place)| {
            // With the padding or without it.
            *start == place.start && (place.end..=place.len).contains(size)
        };
        if starts.iter().zip(&sizes).zip(places).all(right) {
            return Ok(());
        }
    }
    dataset.remove(offsets);
    dataset.remove(lengths);
    if walked.is_one_item_each {
        let element = |tag, number: fn(&Place) -> u64| {
            let bytes = places.iter().flat_map(|place| number(place).to_le_bytes()).collect();
            Element::new(tag, VR::OV, bytes)
        };
        dataset.put(element(offsets, |place| place.start));
        dataset.put(element(lengths, |place| place.len));
    }
    Ok(())
}

/// The numbers of an element that has so many; `None` where it has not.
fn numbers(dataset: &DataSet, tag: Tag, file: &File, count: usize) -> Outcome<Option<Vec<u64>>> {
    let Some(element) = dataset.get(tag) else { return Ok(None) };
    let bytes = match &element.value {
        Value::Bytes(bytes) => bytes.clone(),
        Value::Stored(extent) if extent.len == 8 * count as u64 => {
            let mut bytes = vec![0; 8 * count];
            file.read_exact_at(&mut bytes, extent.offset).map_err(|e| Fault::reading(&e))?;
            bytes
        }
        _ => return Ok(None),
    };
    let is_right = element.vr == VR::OV && bytes.len() == 8 * count;
    Ok(is_right.then(|| bytes.as_chunks().0.iter().map(|n| u64::from_le_bytes(*n)).collect()))
}
