//! Reading big-endian numbers and segments from the front of a stream.

/// What is left of a stream.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    /// All of it.
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// What was not taken yet.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.0
    }

    /// The next two bytes, which stay.
    pub(super) fn ahead(&self) -> Option<[u8; 2]> {
        self.0.first_chunk().copied()
    }

    /// That many bytes.
    pub(super) fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(taken)
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.take(2)?.first_chunk().map(|b| u16::from_be_bytes(*b))
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.take(4)?.first_chunk().map(|b| u32::from_be_bytes(*b))
    }

    /// A marker with the content of its segment.
    pub(super) fn segment(&mut self) -> Option<(u8, &'a [u8])> {
        let &[0xFF, marker] = self.take(2)? else { return None };
        let len = usize::from(self.u16()?).checked_sub(2)?;
        Some((marker, self.take(len)?))
    }
}
