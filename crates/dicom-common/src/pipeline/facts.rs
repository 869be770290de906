//! What a row says of a file, and what its output is called.

use std::path::PathBuf;

use dicom_dictionary_std::tags;

use crate::code::{Code, Fault, Outcome};
use crate::dataset::{DataSet, Syntax};
use crate::pipeline::manifest::{Column, Header, Row, SCHEMA};

/// What a row says of a file.
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
        let safe = names.iter().all(|name| is_plain_name(name));
        if safe { Ok(self) } else { Err(Fault(Code::MissingUid)) }
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

    /// Writes them into a row. A code that the manifest cannot carry is left out, never escaped into
    /// another one.
    pub fn describe(&self, header: &Header, row: &mut Row) {
        let [rows, columns, frames] = self.size.map(|n| n.to_string());
        let cells = [
            (Column::Subject, &self.subject),
            (Column::Study, &self.study),
            (Column::Series, &self.series),
            (Column::Instance, &self.instance),
            (Column::Modality, &self.modality),
            (Column::SopClass, &self.sop_class),
            (Column::TransferSyntax, &self.transfer_syntax),
            (Column::Rows, &rows),
            (Column::Columns, &columns),
            (Column::Frames, &frames),
        ];
        for (column, cell) in cells {
            let cell = if column.accepts(cell) { cell.as_str() } else { "" };
            row.set(header, column, cell);
        }
        row.set(header, Column::Schema, SCHEMA);
    }
}

/// Whether a text can be the name of a folder or file as it is, and stay in its folder.
pub fn is_plain_name(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'.' || b == b'-';
    (1..=64).contains(&name.len()) && name.bytes().all(plain) && !name.starts_with(['.', '-'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_in_their_folder() {
        assert!(is_plain_name("2.25.17") && is_plain_name("ABCDEFGH"));
        for name in ["", ".", "..", "a/b", "-rf", "a b", "\u{e9}", &"x".repeat(65)] {
            assert!(!is_plain_name(name), "{name}");
        }
    }
}
