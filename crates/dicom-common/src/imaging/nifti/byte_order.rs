//! Which byte of a number comes first.

/// The byte order of a file, which its header shows by the order of its first field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ByteOrder {
    /// The least significant byte first.
    Little,
    /// The most significant byte first.
    Big,
}
