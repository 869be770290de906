//! What is known to identify the people of one file: the values that a sweep looks for.

use dicom_common::dataset::{DataSet, Element};
use dicom_common::deid::known_values::known_values;

/// More known values than any real file has; the rest is refused, not ignored.
const MOST_VALUES: usize = 4096;

/// What is known to identify the people of one file: ASCII in lower case.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct KnownValues {
    values: Vec<Vec<u8>>,
}

impl KnownValues {
    /// Collects from a data set and its items, wherever `leaves` says that the element's value
    /// does not stay on purpose. `None` if there are more values than can be.
    pub fn of(dataset: &DataSet, leaves: &dyn Fn(&Element) -> bool) -> Option<Self> {
        let mut values = Vec::new();
        known_values(dataset, leaves, &mut |value| values.push(value));
        values.sort_unstable();
        values.dedup();
        (values.len() <= MOST_VALUES).then_some(Self { values })
    }

    /// The values.
    pub fn values(&self) -> &[Vec<u8>] {
        &self.values
    }
}
