//! The patient of a file, in what pseudonyms need.

use dicom_common::code::Outcome;
use dicom_common::dataset::DataSet;
use dicom_common::deid::patient::patient_original;
use dicom_common::deid::pseudonym::Pseudonyms;

use crate::subjects_map::{OwnSubject, SubjectsMap};

/// The patient that a data set is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The value that stands for the patient in the input, see [`patient_original`].
    pub original: Vec<u8>,
    /// The pseudonym that takes its place in the output.
    pub id: String,
    /// Days by which the patient's dates move: 0 where dates do not move, negative unless a table of the
    /// user's says otherwise.
    pub shift: i64,
    /// Where the pseudonym comes from.
    pub named_by: NamedBy,
}

/// Where the pseudonym of a patient comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedBy {
    /// The key.
    Key,
    /// The user's table.
    Table,
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
            named_by: NamedBy::Key,
        }
    }

    /// The patient of a data set, as the user's table has him.
    ///
    /// # Errors
    /// `E_SUBJECT`.
    pub fn by_table(dataset: &DataSet, map: &SubjectsMap, dates: DateShift) -> Outcome<Self> {
        let OwnSubject { id, days } = map.of(dataset)?;
        Ok(Self {
            original: patient_original(dataset).to_vec(),
            id: id.to_owned(),
            shift: match dates {
                DateShift::ByPatient => days,
                DateShift::Never => 0,
            },
            named_by: NamedBy::Table,
        })
    }
}
