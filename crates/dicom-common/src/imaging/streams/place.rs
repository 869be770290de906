//! Places of frames, which offset tables tell.

/// Where a frame lies once it is written.
#[derive(Debug)]
pub(super) struct Place {
    /// From the first fragment's item tag to the frame's first item tag, in bytes.
    pub(super) start: u64,
    /// Length of its first item's content.
    pub(super) len: u64,
    /// The same without padding.
    pub(super) end: u64,
}
