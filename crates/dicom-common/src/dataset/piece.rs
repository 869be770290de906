//! Values that are put together from new bytes and from parts of the source.

use super::extent::Extent;

/// A part of such a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// New bytes.
    Bytes(Vec<u8>),
    /// Bytes that stay in the source.
    Stored(Extent),
}

impl Piece {
    /// Length in bytes.
    pub fn len(&self) -> u64 {
        match self {
            Piece::Bytes(bytes) => bytes.len() as u64,
            Piece::Stored(extent) => extent.len,
        }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
