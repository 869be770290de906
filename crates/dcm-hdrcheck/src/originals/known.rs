//! Values of the originals that must not occur anywhere else.

use std::collections::{BTreeMap, HashSet};

use dicom_common::dataset::{DataSet, Element, STANDARD_UID_ROOT, VR, split_values};
use dicom_common::deid::known_values::{INSIDE_WORDS, known_values, telling};

/// Bytes; shorter identifiers and names of folders say nothing.
const SHORTEST: usize = 4;
/// Bytes of the shortest text that is taken for a UID.
const SHORTEST_UID: usize = 8;

/// Whether an occurrence of a value is one of the original's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// It may be an ordinary word.
    #[default]
    Possible,
    /// It is certain to be.
    Certain,
}

/// Values that must not occur, ASCII in lower case; UIDs apart.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The values, and whether their occurrence is certain to be the original's.
    pub(super) values: BTreeMap<Vec<u8>, Certainty>,
    /// UIDs that are not the standard's.
    pub(super) uids: HashSet<Vec<u8>>,
}

impl Known {
    /// Adds what identifies in a data set and its items, where `leaves` says that the element's
    /// value does not stay on purpose.
    pub(super) fn add_dataset(&mut self, dataset: &DataSet, leaves: &dyn Fn(&Element) -> bool) {
        known_values(dataset, leaves, &mut |value| self.add_value(&value));
        self.add_uids(dataset, leaves);
    }

    fn add_uids(&mut self, dataset: &DataSet, leaves: &dyn Fn(&Element) -> bool) {
        for element in dataset.elements() {
            element.items().iter().for_each(|item| self.add_uids(item, leaves));
            if element.meant_vr() == VR::UI && leaves(element) {
                let uids = element.bytes().into_iter().flat_map(split_values);
                uids.for_each(|uid| self.add_uid(uid));
            }
        }
    }

    /// Adds an identifier; one that has the form of a UID as such.
    pub(super) fn add_identifier(&mut self, value: &[u8]) {
        match is_uid_like(value) {
            true => self.add_uid(value),
            false => self.add(value, SHORTEST, Certainty::Certain),
        }
    }

    /// Adds a value of any kind that was seen in an original.
    pub(super) fn add_value(&mut self, value: &[u8]) {
        self.add(value, 1, Certainty::Certain);
    }

    /// Adds a UID that is not the standard's.
    pub(super) fn add_uid(&mut self, uid: &[u8]) {
        if is_uid_like(uid) && !uid.starts_with(STANDARD_UID_ROOT.as_bytes()) {
            self.uids.insert(uid.to_vec());
        }
    }

    /// Adds the names of the folders and of the file. Those of letters alone may be ordinary words.
    pub(super) fn add_path(&mut self, path: &[u8]) {
        for name in path.split(|b| *b == b'/') {
            let stem = name.strip_suffix(b".dcm").unwrap_or(name);
            let certain = stem.len() >= INSIDE_WORDS && stem.iter().any(u8::is_ascii_digit);
            let certainty = if certain { Certainty::Certain } else { Certainty::Possible };
            self.add(stem, SHORTEST, certainty);
        }
    }

    fn add(&mut self, value: &[u8], shortest: usize, certainty: Certainty) {
        telling(value, shortest, &mut |value| {
            let known = self.values.entry(value).or_default();
            *known = certainty.max(*known);
        });
    }
}

/// Whether bytes have the form of a UID, and the length of one that is not the standard's.
pub(super) fn is_uid_like(bytes: &[u8]) -> bool {
    bytes.len() >= SHORTEST_UID
        && bytes.iter().all(|b| b.is_ascii_digit() || *b == b'.')
        && bytes.iter().filter(|b| **b == b'.').count() >= 2
}
