//! What a row says of a treated file.

use std::path::PathBuf;

use dicom_common::code::{Code, Fault, Outcome};
use dicom_common::dataset::{DataSet, Syntax};
use dicom_dictionary_std::tags;

/// What a row says of a treated file.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Pseudonym of the patient.
    pub subject: String,
    /// New UIDs.
    pub study: String,
    /// New UIDs.
    pub series: String,
    /// New UIDs.
    pub instance: String,
    /// Modality.
    pub modality: String,
    /// SOP Class UID.
    pub sop_class: String,
    /// Transfer Syntax UID.
    pub transfer_syntax: String,
    /// Rows, columns, frames.
    pub size: [u64; 3],
}

impl Facts {
    /// The facts of an anonymized data set.
    pub fn of(dataset: &DataSet, subject: &str, class: &str, syntax: &Syntax) -> Self {
        let text = |tag| dataset.ascii(tag).unwrap_or_default().to_owned();
        let number = |tag| dataset.u16(tag, syntax.encoding).map_or(0, u64::from);
        Self {
            subject: subject.to_owned(),
            study: text(tags::STUDY_INSTANCE_UID),
            series: text(tags::SERIES_INSTANCE_UID),
            instance: text(tags::SOP_INSTANCE_UID),
            modality: text(tags::MODALITY),
            sop_class: class.to_owned(),
            transfer_syntax: syntax.uid.clone(),
            size: [
                number(tags::ROWS),
                number(tags::COLUMNS),
                text(tags::NUMBER_OF_FRAMES).parse().unwrap_or(1),
            ],
        }
    }

    /// Subject and UIDs become names of folders and of the file: all must be there and be plain.
    ///
    /// # Errors
    /// `E_MISSING_UID`.
    pub fn named_properly(self) -> Outcome<Self> {
        let names = [&self.subject, &self.study, &self.series, &self.instance];
        let safe = |name: &&String| {
            let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'.' || b == b'-';
            !name.is_empty()
                && name.len() <= 64
                && name.bytes().all(plain)
                && !name.starts_with(['.', '-'])
        };
        if names.iter().all(safe) { Ok(self) } else { Err(Fault(Code::MissingUid)) }
    }

    /// Names for the original program's results, which may lack what an object needs.
    pub fn named_somehow(mut self) -> Self {
        for name in [&mut self.subject, &mut self.study, &mut self.series, &mut self.instance] {
            if name.is_empty() {
                *name = "none".into();
            }
        }
        self
    }

    /// Subject, study, series and instance as a path below the output folder.
    pub fn relative_path(&self) -> PathBuf {
        [&self.subject, &self.study, &self.series]
            .iter()
            .collect::<PathBuf>()
            .join(format!("{}.dcm", self.instance))
    }
}
