//! What the reader takes in at most.

/// Deepest nesting of sequences.
pub(super) const DEPTH: usize = 64;
/// Bytes of values that are kept in memory.
pub(super) const MEMORY: u64 = 64 << 20;
/// Bytes of an inflated data set.
pub(super) const INFLATED: u64 = 256 << 20;
/// Bytes of an inflated data set that stay in memory; longer ones lie in an unnamed file.
pub(super) const INFLATED_IN_MEMORY: u64 = 16 << 20;
/// Elements, items and fragments at all depths together.
pub(super) const ELEMENTS: usize = 4_000_000;
/// Bytes of a value that is no text, above which it stays in its source.
pub(super) const INLINE: u64 = 4096;

/// How a damaged file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// It is refused.
    Strict,
    /// What can be read of it is, as the earlier tool did.
    Lenient,
}
