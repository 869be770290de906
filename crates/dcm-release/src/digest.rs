//! A statement as bytes, with a digest of itself: a slip of an editor shows without any key.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::statement::Statement;

/// Stands in the place of the digest when it is computed.
const ZEROS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A statement as a file holds it, with its digest filled in.
///
/// # Errors
/// None in practice: all of it is text and numbers.
pub fn sealed(statement: &Statement) -> serde_json::Result<String> {
    let empty = Statement { digest: ZEROS.into(), ..statement.clone() };
    let text = serde_json::to_string_pretty(&empty)? + "\n";
    let digest = HEXLOWER.encode(&Sha256::digest(&text));
    Ok(with_digest(&text, ZEROS, &digest))
}

/// Whether a file is as it was sealed.
pub fn is_whole(text: &str, digest: &str) -> bool {
    let empty = with_digest(text, digest, ZEROS);
    digest.len() == ZEROS.len() && HEXLOWER.encode(&Sha256::digest(empty)) == digest
}

/// The digest is the last field.
fn with_digest(text: &str, old: &str, new: &str) -> String {
    match text.rfind(old) {
        Some(at) => {
            let (before, after) = text.split_at(at);
            format!("{before}{new}{}", after.get(old.len()..).unwrap_or_default())
        }
        None => text.to_owned(),
    }
}
