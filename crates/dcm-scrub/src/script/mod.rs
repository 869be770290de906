//! Anonymization scripts in the dialect of the RSNA anonymizer: XML, one action for each tag;
//! what no entry names is removed, as is everything private.

mod dialect;
mod parse;

pub use dialect::{Dialect, dialect};
pub use parse::{Reading, numbered};

use std::collections::HashMap;

use dicom_common::dataset::{Tag, VR, dictionary_vr};
use dicom_common::deid::policy::{Action, Treatment, dates_claim};

/// What a script says of one attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Empty body, `@keep`.
    Keep,
    /// `@remove()`.
    Remove,
    /// `@empty()`.
    Empty,
    /// `@uid`.
    Uid,
    /// `@ptid`: the patient's pseudonym.
    PatientId,
    /// `@acc`: a hash.
    Accession,
    /// `@hashdate`: a date moved by the patient's days.
    HashDate,
    /// `@round(this,5)`.
    Round(u32),
}

/// A script: operations by tag.
#[derive(Debug, Clone, Default)]
pub struct Script {
    operations: HashMap<Tag, Operation>,
}

impl Script {
    /// What the script says; `None` where it does not name the attribute.
    pub fn operation(&self, tag: Tag) -> Option<Operation> {
        self.operations.get(&tag).copied()
    }

    /// The operation as the script's author meant it, with the defects of the original program
    /// mended: values fit their VR, required attributes stay valid, no date is invented.
    pub fn treatment(&self, tag: Tag, vr: VR) -> Treatment {
        if tag.0 % 2 == 1 || tag.1 == 0 {
            return Treatment::REMOVE;
        }
        match (self.operation(tag), vr) {
            (None | Some(Operation::Remove), _) => Treatment::REMOVE,
            (Some(Operation::Keep), _) => Treatment::Fixed(Action::Keep),
            (Some(Operation::Empty), _) => {
                Treatment::ByType { x: false, z: true, d: false, u: false }
            }
            (Some(Operation::Uid), _) => Treatment::Fixed(Action::Uid),
            (Some(Operation::PatientId | Operation::Accession), _) => {
                Treatment::Fixed(Action::Hash)
            }
            (Some(Operation::HashDate), VR::DA | VR::DT) => Treatment::Fixed(Action::Shift),
            // Dates move by whole days: the time of day is consistent as it is.
            (Some(Operation::HashDate), VR::TM) => Treatment::Fixed(Action::Keep),
            (Some(Operation::HashDate), _) => Treatment::REMOVE,
            (Some(Operation::Round(width)), _) => Treatment::Fixed(Action::Round(width)),
        }
    }

    /// The truth about dates for (0028,0303).
    pub fn dates_claim(&self) -> &'static str {
        let dates = self
            .operations
            .iter()
            .filter(|(tag, _)| matches!(dictionary_vr(**tag), Some(VR::DA | VR::DT)));
        dates_claim(dates.map(|(_, operation)| match operation {
            Operation::Keep => Action::Keep,
            Operation::HashDate => Action::Shift,
            _ => Action::Remove,
        }))
    }
}
