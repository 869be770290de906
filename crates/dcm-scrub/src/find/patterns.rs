//! A search for many values at once.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use dicom_common::code::{Code, Fault, Outcome};

/// More bytes of known values than any real file has; the rest is refused, not ignored.
const MOST_BYTES: usize = 1 << 20;

/// A search for these patterns.
///
/// # Errors
/// `E_TOO_LARGE` when they are too many or too long to be looked for: without a search they would
/// stay in every text.
pub fn finder<P: AsRef<[u8]>>(patterns: &[P]) -> Outcome<AhoCorasick> {
    let bytes: usize = patterns.iter().map(|pattern| pattern.as_ref().len()).sum();
    if bytes > MOST_BYTES {
        return Err(Fault(Code::TooLarge));
    }
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::Standard)
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(patterns)
        .map_err(|_| Fault(Code::TooLarge))
}
