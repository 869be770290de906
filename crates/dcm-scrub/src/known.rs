//! What is known to identify the people of one file: the values that a sweep looks for.

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::{DataSet, Element};
use dicom_common::deid::known_values::{Evidence, evidence};

/// More known values than any real file has; the rest is refused, not ignored.
const MOST_VALUES: usize = 4096;

/// What is known to identify the people of one file.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct KnownValues {
    evidence: Vec<Evidence>,
}

impl KnownValues {
    /// Collects from a data set and its items, wherever `leaves` says that the element's value
    /// does not stay on purpose.
    ///
    /// # Errors
    /// `E_TOO_LARGE` when there are more values than any real file has.
    pub fn of(dataset: &DataSet, leaves: &dyn Fn(&Element) -> bool) -> Outcome<Self> {
        Self::from_evidence(evidence(dataset, leaves))
    }

    /// These values.
    ///
    /// # Errors
    /// `E_TOO_LARGE` when there are more than any real file has.
    pub fn from_evidence(evidence: Vec<Evidence>) -> Outcome<Self> {
        if evidence.len() > MOST_VALUES {
            return Err(Fault(Code::TooLarge));
        }
        Ok(Self { evidence })
    }

    /// The values.
    pub fn evidence(&self) -> &[Evidence] {
        &self.evidence
    }

    /// The values and the parts of names as text (UTF-8), in lower case, ascending, each once.
    pub fn values(&self) -> Vec<Vec<u8>> {
        let values = self.evidence.iter().flat_map(Evidence::values);
        let mut values: Vec<Vec<u8>> = values.map(String::into_bytes).collect();
        values.sort_unstable();
        values.dedup();
        values
    }
}
