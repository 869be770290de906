//! What is known to identify the people of one file: the values that a sweep looks for.

use dicom_common::code::{Code, Fault, Outcome};
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
    /// does not stay on purpose.
    ///
    /// # Errors
    /// `E_TOO_LARGE` when there are more values than any real file has.
    pub fn of(dataset: &DataSet, leaves: &dyn Fn(&Element) -> bool) -> Outcome<Self> {
        let mut values = Vec::new();
        known_values(dataset, leaves, &mut |value| values.push(value));
        values.sort_unstable();
        values.dedup();
        if values.len() > MOST_VALUES {
            return Err(Fault(Code::TooLarge));
        }
        Ok(Self { values })
    }

    /// These values.
    #[cfg(test)]
    pub fn from_values(values: Vec<Vec<u8>>) -> Self {
        Self { values }
    }

    /// The values, ascending, each once.
    pub fn values(&self) -> &[Vec<u8>] {
        &self.values
    }
}
