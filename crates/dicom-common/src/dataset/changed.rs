//! What a data set whose pixels are changed must lose, and what is read of it for that.

use std::fs::File;
use std::os::unix::fs::FileExt;

use dicom_core::Tag;
use dicom_dictionary_std::tags;

use super::element::{DataSet, Element, Value};
use super::extent::Extent;
use crate::code::{Code, Fault, Outcome};

/// Bytes of memory for large values other than pixels, which were left in the source.
const ROOM: u64 = 256 << 20;

/// What does not go along, at whatever depth: small pictures of the old content, signatures over
/// it, and the old content itself.
const GONE: [Tag; 7] = [
    tags::ICON_IMAGE_SEQUENCE,
    tags::MAC_PARAMETERS_SEQUENCE,
    tags::DIGITAL_SIGNATURES_SEQUENCE,
    tags::REFERENCED_DIGITAL_SIGNATURE_SEQUENCE,
    tags::REFERENCED_SOP_INSTANCE_MAC_SEQUENCE,
    tags::ORIGINAL_ATTRIBUTES_SEQUENCE,
    tags::DATA_SET_TRAILING_PADDING,
];

/// Statistics of the series' pixels, untrue once any of them changed.
pub const STATISTICS_OF_SERIES: [Tag; 2] =
    [tags::SMALLEST_PIXEL_VALUE_IN_SERIES, tags::LARGEST_PIXEL_VALUE_IN_SERIES];
/// Statistics of the image's pixels.
pub const STATISTICS_OF_IMAGE: [Tag; 3] =
    [tags::SMALLEST_IMAGE_PIXEL_VALUE, tags::LARGEST_IMAGE_PIXEL_VALUE, tags::HISTOGRAM_SEQUENCE];

impl DataSet {
    /// Takes out, at every depth, what shows, signs or repeats the pixels as they were.
    pub fn without_old_content(self) -> DataSet {
        let elements = self.into_elements().into_iter().filter(|e| !is_gone(e.tag));
        DataSet::new(elements.map(|e| e.with_items(DataSet::without_old_content)).collect())
    }

    /// Reads all large values that were left in the source, so that they no longer depend on it.
    ///
    /// # Errors
    /// `E_TOO_LARGE`, `E_TRUNCATED`, `E_UNREADABLE`; `E_MALFORMED` for compressed pictures elsewhere
    /// than in Pixel Data.
    pub fn taken_in(self, file: &File, inflated: Option<&[u8]>) -> Outcome<DataSet> {
        taken_in(self, file, inflated, &mut { ROOM })
    }
}

impl Element {
    /// With each item of a sequence changed.
    pub fn with_items(self, change: impl Fn(DataSet) -> DataSet) -> Element {
        let value = match self.value {
            Value::Items(items) => Value::Items(items.into_iter().map(change).collect()),
            value => value,
        };
        Element { value, ..self }
    }
}

/// Curves (50xx) could draw what was removed; they are retired and no viewer needs them.
fn is_gone(tag: Tag) -> bool {
    GONE.contains(&tag) || tag.0 & 0xFF01 == 0x5000
}

fn taken_in(
    dataset: DataSet,
    file: &File,
    inflated: Option<&[u8]>,
    room: &mut u64,
) -> Outcome<DataSet> {
    let element = |Element { tag, vr, value }: Element| {
        let value = match value {
            Value::Stored(extent) => {
                *room = room.checked_sub(extent.len).ok_or(Fault(Code::TooLarge))?;
                Value::Bytes(bytes_of(extent, file, inflated)?)
            }
            Value::Items(items) => {
                let items = items.into_iter().map(|item| taken_in(item, file, inflated, room));
                Value::Items(items.collect::<Outcome<_>>()?)
            }
            Value::Fragments { .. } | Value::Rewritten { .. } => {
                return Err(Fault(Code::Malformed));
            }
            Value::Bytes(bytes) => Value::Bytes(bytes),
        };
        Ok(Element { tag, vr, value })
    };
    Ok(DataSet::new(dataset.into_elements().into_iter().map(element).collect::<Outcome<_>>()?))
}

fn bytes_of(extent: Extent, file: &File, inflated: Option<&[u8]>) -> Outcome<Vec<u8>> {
    let Some(inflated) = inflated else {
        let len = usize::try_from(extent.len).map_err(|_| Fault(Code::TooLarge))?;
        let mut bytes = vec![0; len];
        file.read_exact_at(&mut bytes, extent.offset).map_err(|e| Fault::reading(&e))?;
        return Ok(bytes);
    };
    Ok(extent.of(inflated).ok_or(Fault(Code::Truncated))?.to_vec())
}
