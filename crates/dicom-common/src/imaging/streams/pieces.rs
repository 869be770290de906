//! A value that is put together.

use crate::dataset::{Extent, Piece};

/// Pieces in their order; neighbours are one piece.
#[derive(Debug, Default)]
pub(super) struct Pieces(Vec<Piece>);

impl Pieces {
    /// Adds bytes of the source.
    pub(super) fn stored(&mut self, offset: u64, len: u64) {
        match self.0.last_mut() {
            _ if len == 0 => {}
            Some(Piece::Stored(last)) if last.offset + last.len == offset => last.len += len,
            _ => self.0.push(Piece::Stored(Extent { offset, len })),
        }
    }

    /// Adds new bytes.
    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        match self.0.last_mut() {
            _ if bytes.is_empty() => {}
            Some(Piece::Bytes(last)) => last.extend_from_slice(bytes),
            _ => self.0.push(Piece::Bytes(bytes.to_vec())),
        }
    }

    /// Adds the header of an item or of the delimiter (PS3.5 A.4).
    pub(super) fn header(&mut self, element: u16, len: u32) {
        self.bytes(&[0xFE, 0xFF]);
        self.bytes(&element.to_le_bytes());
        self.bytes(&len.to_le_bytes());
    }

    /// Adds other pieces.
    pub(super) fn append(&mut self, others: Pieces) {
        for piece in others.0 {
            match piece {
                Piece::Bytes(bytes) => self.bytes(&bytes),
                Piece::Stored(extent) => self.stored(extent.offset, extent.len),
            }
        }
    }

    /// The pieces themselves.
    pub(super) fn into_inner(self) -> Vec<Piece> {
        self.0
    }
}
