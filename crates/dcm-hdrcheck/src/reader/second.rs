//! The project's own reader, with which dcm-scrub reads and writes. The only place in this program
//! that uses it: a file in which the two readers do not see the same is not safe to share, and
//! nobody can tell without asking both.

use std::fs::File;
use std::io::Seek;

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::{self, Parsed, ReadLimits};

use super::element::{DataSet, Element, Fragments, Value};
use super::source::Extent;

/// Whether the project's own reader sees the same elements with the same values in the file.
///
/// # Errors
/// Why it cannot read the file.
pub(super) fn agrees(mut file: &File, len: u64, meta: &DataSet, ours: &DataSet) -> Outcome<bool> {
    file.rewind().map_err(|_| Fault(Code::Unreadable))?;
    let Parsed { meta: their_meta, dataset, .. } =
        dataset::parse(file, len, &ReadLimits::default())?;
    Ok(same_elements(meta, their_meta.elements()) && same_elements(ours, &dataset))
}

fn same_elements(ours: &DataSet, theirs: &dataset::DataSet) -> bool {
    ours.elements().len() == theirs.elements().len()
        && ours.elements().iter().zip(theirs.elements()).all(|(a, b)| same_element(a, b))
}

fn same_element(ours: &Element, theirs: &dataset::Element) -> bool {
    let extent = |extent: &dataset::Extent| Extent { offset: extent.offset, len: extent.len };
    let value = match (&ours.value, &theirs.value) {
        (Value::Bytes(a), dataset::Value::Bytes(b)) => a == b,
        (Value::Stored(a), dataset::Value::Stored(b)) => *a == extent(b),
        (Value::Items(a), dataset::Value::Items(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_elements(a, b))
        }
        (
            Value::Fragments(Fragments { extent: a, items }),
            dataset::Value::Fragments { extent: b, count },
        ) => *a == extent(b) && items.len().saturating_sub(1) as u64 == *count,
        _ => false,
    };
    ours.tag == theirs.tag && ours.vr == theirs.vr && value
}
