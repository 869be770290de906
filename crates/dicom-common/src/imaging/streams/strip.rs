//! A data set whose compressed pixels hold nothing but images.

use std::fs::File;

use dicom_dictionary_std::tags;

use super::described::Described;
use super::extended_table;
use super::format::Format;
use super::pixel_data;
use crate::code::{Code, Fault, Outcome};
use crate::dataset::{DataSet, Element, Syntax, Value, number_of_frames};

/// The data set, its compressed pixels without what is not image: where there is something to take
/// out, pieces of `file` take the place of the whole; elsewhere nothing changes. Offset tables are
/// right.
///
/// # Errors
/// `E_STREAM` where a stream cannot be walked; `E_PIXEL_LENGTH` for fewer fragments than frames;
/// `E_MALFORMED` where the pixels are not of the transfer syntax's kind (PS3.5 A.4), or compressed
/// pixels stand elsewhere than in Pixel Data; `E_TOO_LARGE`, `E_TRUNCATED`, `E_UNREADABLE`.
pub fn strip_streams(dataset: DataSet, syntax: &Syntax, file: &File) -> Outcome<DataSet> {
    let pixels = dataset.get(tags::PIXEL_DATA).map(|element| &element.value);
    let is_native = matches!(pixels, Some(Value::Bytes(_) | Value::Stored(_)));
    if syntax.encapsulated && is_native {
        return Err(Fault(Code::Malformed));
    }
    if holds_fragments(&dataset) { strip(dataset, syntax, file) } else { Ok(dataset) }
}

/// Whether there are compressed pixels at any depth.
fn holds_fragments(dataset: &DataSet) -> bool {
    dataset.elements().iter().any(|element| match &element.value {
        Value::Fragments { .. } => true,
        Value::Items(items) => items.iter().any(holds_fragments),
        _ => false,
    })
}

fn strip(dataset: DataSet, syntax: &Syntax, file: &File) -> Outcome<DataSet> {
    let mut walked = None;
    if let Some(Element { value: Value::Fragments { extent, .. }, .. }) =
        dataset.get(tags::PIXEL_DATA)
        && syntax.encapsulated
    {
        let described = Described::of(&dataset, syntax.encoding)?;
        let frames = number_of_frames(&dataset)?.max(1);
        let format = Format::of(syntax)?;
        walked = Some(pixel_data::walk(file, *extent, format, described, frames)?);
    }
    let element = |Element { tag, vr, value }: Element| {
        let value = match value {
            Value::Fragments { .. } if tag != tags::PIXEL_DATA || walked.is_none() => {
                return Err(Fault(Code::Malformed));
            }
            Value::Items(items) => {
                let items = items.into_iter().map(|item| strip(item, syntax, file));
                Value::Items(items.collect::<Outcome<_>>()?)
            }
            value => value,
        };
        Ok(Element { tag, vr, value })
    };
    let elements: Outcome<Vec<Element>> =
        dataset.into_elements().into_iter().map(element).collect();
    let mut dataset = DataSet::new(elements?);
    if let Some(walked) = walked {
        extended_table::mend(&mut dataset, file, &walked)?;
        if let Some(value) = walked.rewritten
            && let Some(pixels) = dataset.remove(tags::PIXEL_DATA)
        {
            dataset.put(Element { value, ..pixels });
        }
    }
    Ok(dataset)
}
