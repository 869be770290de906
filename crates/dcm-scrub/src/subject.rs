//! The patient of a file, in what pseudonyms need.

use dicom_common::dataset::DataSet;
use dicom_common::deid::patient::patient_original;
use dicom_common::deid::pseudonym::Pseudonyms;

/// The patient that a data set is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The value that stands for the patient in the input, see [`patient_original`].
    pub original: Vec<u8>,
    /// The pseudonym that takes its place in the output.
    pub id: String,
    /// Days by which the patient's dates move: negative, or 0 where dates do not move.
    pub shift: i64,
}

/// Whether dates move by a number of days that belongs to the patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateShift {
    /// All of them do, or some may.
    ByPatient,
    /// None does.
    Never,
}

impl Subject {
    /// The patient of a data set.
    pub fn of(dataset: &DataSet, pseudonyms: &Pseudonyms, dates: DateShift) -> Self {
        let original = patient_original(dataset);
        Self {
            original: original.to_vec(),
            id: pseudonyms.identifier(original),
            shift: match dates {
                DateShift::ByPatient => pseudonyms.shift_days(original),
                DateShift::Never => 0,
            },
        }
    }
}
