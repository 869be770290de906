//! The UIDs of the files that a study's treatment writes.

use std::collections::HashSet;

use dicom_common::deid::pseudonym::Pseudonyms;

/// New UIDs for the instances and series that are written; all others stay.
pub struct NewUids<'a> {
    pseudonyms: &'a Pseudonyms,
    /// SOP and Series Instance UIDs of what is written anew, as the inputs have them.
    rewritten: HashSet<String>,
}

impl<'a> NewUids<'a> {
    /// For these instances and series.
    pub fn new(pseudonyms: &'a Pseudonyms, rewritten: HashSet<String>) -> Self {
        Self { pseudonyms, rewritten }
    }

    /// What a UID is now.
    pub fn of(&self, uid: &str) -> String {
        match self.rewritten.contains(uid) {
            true => self.pseudonyms.defaced_uid(uid),
            false => uid.to_owned(),
        }
    }

    /// What the UIDs of an element are now; `None` if they stay.
    pub fn of_value(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let uids: Vec<&str> = dicom_common::dataset::split_values(bytes)
            .map(|uid| std::str::from_utf8(uid).unwrap_or_default())
            .collect();
        let any = uids.iter().any(|uid| self.rewritten.contains(*uid));
        any.then(|| uids.iter().map(|uid| self.of(uid)).collect::<Vec<_>>().join("\\").into_bytes())
    }
}
