//! Pseudonyms in the place of UIDs and identifiers.

use dicom_common::dataset::{is_standard_uid, split_values};
use dicom_common::deid::pseudonym::Pseudonyms;

/// New UIDs in the place of those of a UI value; the standard's own stay, as does an empty one.
pub fn new_uids(bytes: &[u8], pseudonyms: &Pseudonyms) -> Vec<u8> {
    let new = |uid: &[u8]| {
        let uid = String::from_utf8_lossy(uid);
        if uid.is_empty() || is_standard_uid(&uid) {
            uid.into_owned()
        } else {
            pseudonyms.uid(&uid)
        }
    };
    split_values(bytes).map(new).collect::<Vec<_>>().join("\\").into_bytes()
}

/// A pseudonym in the place of each value; an empty one stays empty.
pub fn hash(bytes: &[u8], pseudonyms: &Pseudonyms) -> Vec<u8> {
    let hash = |value: &[u8]| match value {
        [] => String::new(),
        value => pseudonyms.identifier(value),
    };
    split_values(bytes).map(hash).collect::<Vec<_>>().join("\\").into_bytes()
}

#[cfg(test)]
mod tests {
    use dicom_common::deid::pseudonym::{Key, is_identifier, is_uid};

    use super::*;

    #[test]
    fn each_value_becomes_a_pseudonym_and_what_is_empty_stays_empty() {
        let pseudonyms = Pseudonyms::new(&Key::from_bytes(vec![7; 32]).unwrap());
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let uids = text(new_uids(b"1.2.3\\\\1.2.840.10008.1.2", &pseudonyms));
        let uids: Vec<&str> = uids.split('\\').collect();
        assert!(is_uid(uids[0]), "{}", uids[0]);
        assert_eq!(uids[1..], ["", "1.2.840.10008.1.2"], "the standard's own stay");
        let hashes = text(hash(b"HOSP1\\", &pseudonyms));
        let (first, second) = hashes.split_once('\\').unwrap();
        assert!(is_identifier(first) && second.is_empty());
    }
}
