//! What programs that convert images to NIfTI need of private elements: CSA headers are reduced to
//! it before anything is decided, and a mosaic that loses it is noticed.

use std::os::unix::fs::FileExt;

use dicom_common::code::{Fault, Outcome};
use dicom_common::dataset::{DataSet, Element, Extent, Source, Tag, Value, split_values};
use dicom_common::deid::policy::{counts_images, reduced_csa};
use dicom_dictionary_std::tags;

use crate::method::Method;

/// Bytes of the longest CSA header; real ones have 100 KiB at most.
const LONGEST_CSA: u64 = 1 << 20;

/// Leaves of the CSA headers of a data set, not of its items, what the method retains of them; the
/// others stay as they are, and go with all that nobody knows.
///
/// # Errors
/// `E_TRUNCATED`, `E_UNREADABLE`.
pub fn reduce_csa(dataset: &mut DataSet, method: &Method, source: Source<'_>) -> Outcome<()> {
    let retained: Vec<(Tag, Value)> = private(dataset)
        .filter(|(element, creator)| method.reduces(element.tag, Some(creator)))
        .map(|(element, _)| (element.tag, element.value.clone()))
        .collect();
    for (tag, value) in retained {
        let bytes = match value {
            Value::Bytes(bytes) => bytes,
            Value::Stored(extent) if extent.len <= LONGEST_CSA => read(extent, source)?,
            _ => continue,
        };
        let reduced = reduced_csa(&bytes);
        let Some(element) = dataset.remove(tag) else { continue };
        if let Some(bytes) = reduced {
            dataset.put(Element { value: Value::Bytes(bytes), ..element });
        }
    }
    Ok(())
}

fn read(extent: Extent, source: Source<'_>) -> Outcome<Vec<u8>> {
    let length = usize::try_from(extent.len).unwrap_or_default();
    let mut bytes = vec![0; length];
    match source {
        Source::File(file) => {
            file.read_exact_at(&mut bytes, extent.offset).map_err(|e| Fault::reading(&e))?;
        }
        Source::Memory(all) => {
            let start = usize::try_from(extent.offset).unwrap_or(usize::MAX);
            let part = all.get(start..).and_then(|rest| rest.get(..length)).unwrap_or_default();
            bytes = part.to_vec();
        }
    }
    Ok(bytes)
}

/// Whether an image is made of several, side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tiling {
    /// It is one image.
    Single,
    /// It is a mosaic of Siemens, or a grid of United Imaging, and says of how many images.
    Counted,
    /// It is one, and does not say of how many: nobody can cut it into slices.
    Uncounted,
}

impl Tiling {
    /// Whether a data set, as it was read, is made of several images.
    pub fn is_tiled(dataset: &DataSet) -> bool {
        let types = dataset.get(tags::IMAGE_TYPE).and_then(Element::bytes).unwrap_or_default();
        split_values(types).any(|value| value == b"MOSAIC") || counts(dataset)
    }

    /// That of a data set that was tiled before it was changed.
    pub fn after(dataset: &DataSet, was_tiled: bool) -> Self {
        match was_tiled {
            false => Self::Single,
            true if counts(dataset) => Self::Counted,
            true => Self::Uncounted,
        }
    }
}

/// Whether a data set says of how many images it is made.
fn counts(dataset: &DataSet) -> bool {
    private(dataset).any(|(element, creator)| {
        let bytes = element.bytes().unwrap_or_default();
        match (element.tag.0, element.tag.1 & 0xFF, creator) {
            (0x0019, 0x0A, "SIEMENS MR HEADER") | (0x0065, 0x50, "Image Private Header") => {
                !element.is_empty()
            }
            (0x0029, 0x10, "SIEMENS CSA HEADER") => counts_images(bytes),
            _ => false,
        }
    })
}

/// Private elements with the creators of their blocks (PS3.5 7.8.1).
fn private(dataset: &DataSet) -> impl Iterator<Item = (&Element, &str)> {
    dataset.elements().iter().filter_map(|element| {
        let Tag(group, number) = element.tag;
        let is_private = group % 2 == 1 && number >= 0x1000;
        let creator = is_private.then(|| dataset.ascii(Tag(group, number >> 8)))??;
        Some((element, creator))
    })
}
