//! Whether identifiers are pseudonyms, by the check that every pseudonym has.

use dicom_common::deid::pseudonym::{is_identifier, is_uid};

use crate::reader::{is_standard_uid, split_values};
use crate::reason::Reason;

/// Judges identifiers that must be keyed pseudonyms, or empty.
pub(super) fn hash(bytes: &[u8]) -> Reason {
    let accepted =
        |value: &[u8]| value.is_empty() || std::str::from_utf8(value).is_ok_and(is_identifier);
    if split_values(bytes).all(accepted) { Reason::Pseudonym } else { Reason::NotPseudonym }
}

/// Judges UIDs that must be new, the standard's, or empty.
pub(super) fn uid(bytes: &[u8]) -> Reason {
    let standard =
        |uid: &[u8]| uid.is_empty() || std::str::from_utf8(uid).is_ok_and(is_standard_uid);
    if split_values(bytes).all(standard) {
        return Reason::StandardUid;
    }
    let new = |uid: &[u8]| standard(uid) || std::str::from_utf8(uid).is_ok_and(is_uid);
    if split_values(bytes).all(new) { Reason::NewUid } else { Reason::NotNewUid }
}
