//! What a link file may be encrypted to, which the messages of errors tell as well.

/// More public keys than anyone needs; the header stays small.
pub(crate) const MOST_RECIPIENTS: usize = 100;

/// Characters of a passphrase, at least: a file with patients may be attacked for years.
pub(crate) const SHORTEST_PASSPHRASE: usize = 12;
