//! Reading the fields of a header.

use super::byte_order::ByteOrder;

/// The fields of a header, by their offsets in bytes.
pub(super) struct Fields<'a> {
    /// The header's 348 bytes.
    pub(super) bytes: &'a [u8],
    /// How its numbers are stored.
    pub(super) order: ByteOrder,
}

impl Fields<'_> {
    fn array<const N: usize>(&self, at: usize) -> [u8; N] {
        let mut bytes: [u8; N] =
            self.bytes.get(at..).and_then(<[u8]>::first_chunk).copied().unwrap_or([0; N]);
        if self.order == ByteOrder::Big {
            bytes.reverse();
        }
        bytes
    }

    pub(super) fn short(&self, at: usize) -> i16 {
        i16::from_le_bytes(self.array(at))
    }

    pub(super) fn float(&self, at: usize) -> f64 {
        f32::from_le_bytes(self.array(at)).into()
    }

    pub(super) fn floats<const N: usize>(&self, at: usize) -> [f64; N] {
        std::array::from_fn(|i| self.float(at + 4 * i))
    }
}
