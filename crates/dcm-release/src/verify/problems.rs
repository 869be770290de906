//! What a check of a folder that was handed over has found.

/// What is not as it should be, in a sentence each.
pub(super) type Problems = Vec<String>;
