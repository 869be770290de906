//! Whether manifests are parts of one data set.

use dicom_common::code::RunError;
use dicom_common::pipeline::manifest::{Column, Header, Row};

use crate::stage::Stage;

/// The columns and fingerprints that all parts must have.
#[derive(Default)]
pub struct Alike {
    header: Option<Header>,
    /// For each tool its fingerprint, once a row has one.
    fingerprints: [String; 5],
}

impl Alike {
    /// Looks at the header row of a part, counted from 0; tells whether it is the first.
    ///
    /// # Errors
    /// When it is another than the first one's.
    pub fn header(&mut self, at: usize, header: &Header) -> Result<bool, RunError> {
        match &self.header {
            None => {
                self.header = Some(header.clone());
                Ok(true)
            }
            Some(first) if first == header => Ok(false),
            Some(_) => Err(RunError::Usage(format!(
                "manifest {} has other columns than the first, or in another order: it went through \
                 other tools",
                at + 1
            ))),
        }
    }

    /// Looks at a row of a part.
    ///
    /// # Errors
    /// When a tool has treated it with other settings than the rows before.
    pub fn row(&mut self, at: usize, header: &Header, row: &Row) -> Result<(), RunError> {
        let columns = Stage::ALL.into_iter().map(|stage| {
            let [.., fingerprint] = stage.columns();
            (stage.tool(), fingerprint)
        });
        let columns = columns.chain([("dcm-release", Column::ReleaseConfig)]);
        for ((tool, column), known) in columns.zip(&mut self.fingerprints) {
            let own = row.get(header, column);
            if own.is_empty() || own == known {
                continue;
            }
            if !known.is_empty() {
                return Err(RunError::Usage(format!(
                    "manifest {} has another fingerprint in `{}` than the rows before: {tool} ran there with \
                     other settings, another key or another version",
                    at + 1,
                    column.name()
                )));
            }
            own.clone_into(known);
        }
        Ok(())
    }
}
