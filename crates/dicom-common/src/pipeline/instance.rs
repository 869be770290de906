//! What a row says of a SOP Instance, and what its file is called: pseudonyms alone.

use std::path::PathBuf;

use dicom_dictionary_std::tags;
use serde::{Deserialize, Serialize};

use crate::code::{Code, Fault, Outcome};
use crate::dataset::{DataSet, Syntax};
use crate::deid::patient::patient_original;
use crate::deid::pseudonym::{Pseudonyms, is_identifier, is_uid};
use crate::pipeline::manifest::{Column, Header, Row, SCHEMA};

/// What a row says of a SOP Instance.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Instance {
    /// Pseudonym of the patient.
    pub subject: String,
    /// New Study Instance UID.
    pub study: String,
    /// New Series Instance UID.
    pub series: String,
    /// New SOP Instance UID.
    pub sop_instance: String,
    /// Modality.
    pub modality: String,
    /// SOP Class UID.
    pub sop_class: String,
    /// Transfer Syntax UID.
    pub transfer_syntax: String,
    /// Rows, columns, frames.
    pub size: [u64; 3],
}

impl Instance {
    /// What an anonymized data set says of itself.
    pub fn of(dataset: &DataSet, subject: &str, class: &str, syntax: &Syntax) -> Self {
        let text = |tag| dataset.ascii(tag).unwrap_or_default().to_owned();
        let number = |tag| dataset.u16(tag, syntax.encoding).map_or(0, u64::from);
        Self {
            subject: subject.to_owned(),
            study: text(tags::STUDY_INSTANCE_UID),
            series: text(tags::SERIES_INSTANCE_UID),
            sop_instance: text(tags::SOP_INSTANCE_UID),
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

    /// What a data set that no earlier tool has named says of itself: what is a pseudonym already
    /// stays, anything else is replaced by its keyed pseudonym, as dcm-scrub would.
    pub fn pseudonymous(
        dataset: &DataSet,
        class: &str,
        syntax: &Syntax,
        pseudonyms: &Pseudonyms,
    ) -> Self {
        let named = Self::of(dataset, &subject(dataset, pseudonyms), class, syntax);
        let uid = |uid: String| match is_uid(&uid) || uid.is_empty() {
            true => uid,
            false => pseudonyms.uid(&uid),
        };
        Self {
            study: uid(named.study),
            series: uid(named.series),
            sop_instance: uid(named.sop_instance),
            ..named
        }
    }

    /// Subject and UIDs become names of folders and of the file: all must be there and be plain.
    ///
    /// # Errors
    /// `E_MISSING_UID`.
    pub fn named_properly(self) -> Outcome<Self> {
        let names = [&self.subject, &self.study, &self.series, &self.sop_instance];
        let safe = names.iter().all(|name| is_plain_name(name));
        if safe { Ok(self) } else { Err(Fault(Code::MissingUid)) }
    }

    /// Names for the original program's results, which may lack what an object needs.
    pub fn named_somehow(mut self) -> Self {
        for name in [&mut self.subject, &mut self.study, &mut self.series, &mut self.sop_instance] {
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
            .join(format!("{}.dcm", self.sop_instance))
    }

    /// Writes them into a row. A code that the manifest cannot carry is left out, never escaped into
    /// another one.
    pub fn describe(&self, header: &Header, row: &mut Row) {
        let [rows, columns, frames] = self.size.map(|n| n.to_string());
        let cells = [
            (Column::Subject, &self.subject),
            (Column::Study, &self.study),
            (Column::Series, &self.series),
            (Column::Instance, &self.sop_instance),
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

/// The pseudonym of the patient: what already is one stays.
fn subject(dataset: &DataSet, pseudonyms: &Pseudonyms) -> String {
    let original = patient_original(dataset);
    match std::str::from_utf8(original) {
        Ok(pseudonym) if is_identifier(pseudonym) => pseudonym.to_owned(),
        _ => pseudonyms.identifier(original),
    }
}

/// Whether a text can be the name of a folder or file as it is, and stay in its folder.
pub fn is_plain_name(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b".-_".contains(&b);
    (1..=64).contains(&name.len()) && name.bytes().all(plain) && !name.starts_with(['.', '-'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Element, VR};
    use crate::deid::pseudonym::Key;

    #[test]
    fn names_stay_in_their_folder() {
        assert!(is_plain_name("2.25.17") && is_plain_name("ABCDEFGH"));
        for name in ["", ".", "..", "a/b", "-rf", "a b", "\u{e9}", &"x".repeat(65)] {
            assert!(!is_plain_name(name), "{name}");
        }
    }

    #[test]
    fn pseudonyms_stay_and_originals_never_do() {
        let pseudonyms = Pseudonyms::new(&Key::from_bytes(vec![7; 32]).unwrap());
        let dataset = |id: &str, uid: &str| {
            let text = |tag, vr, value: &str| Element::new(tag, vr, value.as_bytes().to_vec());
            DataSet::new(vec![
                text(tags::PATIENT_ID, VR::LO, id),
                text(tags::STUDY_INSTANCE_UID, VR::UI, uid),
            ])
        };
        let syntax = Syntax::from_uid("1.2.840.10008.1.2").unwrap();
        let named = |id: &str, uid: &str| {
            Instance::pseudonymous(&dataset(id, uid), "1.2", &syntax, &pseudonyms)
        };
        let first = named("HOSP100200", "1.2.3");
        assert!(is_identifier(&first.subject) && is_uid(&first.study));
        let again = named(&first.subject, &first.study);
        assert_eq!((again.subject, again.study), (first.subject, first.study));
    }
}
