//! Values that are not read.

/// Bytes that stay in the source: offset from its start and length, in bytes.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// Where the first byte lies in the source.
    pub offset: u64,
    /// How many bytes there are.
    pub len: u64,
}

/// Two extents are equal when they are equally long: where a value lies changes with each copy.
impl PartialEq for Extent {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len
    }
}

impl Extent {
    /// The bytes where the source is in memory; `None` where it ends before them.
    pub(super) fn of(self, source: &[u8]) -> Option<&[u8]> {
        let start = usize::try_from(self.offset).ok()?;
        let end = usize::try_from(self.offset.checked_add(self.len)?).ok()?;
        source.get(start..end)
    }
}
