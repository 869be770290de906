//! The bytes of a frame, read from front to back.

use dicom_common::code::Outcome;

use crate::reader::{Extent, Source};

/// Bytes of a stream that are read at a time.
const PIECE: usize = 64 << 10;

/// What is found in a stream that is not image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Foreign {
    /// A segment for text or for applications, where its content lies.
    Segment(Extent),
    /// Bytes behind the end of an image.
    Behind(Extent),
    /// The stream breaks the rules of its format.
    Malformed,
}

/// The bytes of one frame, whatever fragments they lie in.
pub(super) struct Stream<'a> {
    source: &'a Source,
    fragments: &'a [Extent],
    /// All bytes of them.
    len: u64,
    /// Bytes from the start to the next one.
    pos: u64,
    buffer: Vec<u8>,
    /// The place of the buffer's first byte.
    start: u64,
}

impl<'a> Stream<'a> {
    pub(super) fn new(source: &'a Source, fragments: &'a [Extent]) -> Self {
        let len = fragments.iter().map(|fragment| fragment.len).sum();
        Self { source, fragments, len, pos: 0, buffer: Vec::new(), start: 0 }
    }

    pub(super) fn len(&self) -> u64 {
        self.len
    }

    pub(super) fn pos(&self) -> u64 {
        self.pos
    }

    pub(super) fn go_to(&mut self, pos: u64) {
        self.pos = pos;
    }

    pub(super) fn left(&self) -> u64 {
        self.len.saturating_sub(self.pos)
    }

    /// The next byte without passing it.
    pub(super) fn peek(&mut self) -> Outcome<Option<u8>> {
        if self.pos >= self.len {
            return Ok(None);
        }
        if self.pos < self.start || self.pos >= self.start + self.buffer.len() as u64 {
            self.fill()?;
        }
        let at = usize::try_from(self.pos - self.start).unwrap_or(usize::MAX);
        Ok(self.buffer.get(at).copied())
    }

    /// The next byte.
    pub(super) fn byte(&mut self) -> Outcome<Option<u8>> {
        let byte = self.peek()?;
        self.pos += u64::from(byte.is_some());
        Ok(byte)
    }

    /// The next `N` bytes; none where there are not so many.
    pub(super) fn array<const N: usize>(&mut self) -> Outcome<Option<[u8; N]>> {
        let mut bytes = [0; N];
        if self.left() < N as u64 {
            return Ok(None);
        }
        for byte in &mut bytes {
            *byte = self.byte()?.unwrap_or_default();
        }
        Ok(Some(bytes))
    }

    /// The rest of the buffer from the next byte on; empty at the end.
    pub(super) fn rest_of_buffer(&mut self) -> Outcome<&[u8]> {
        if self.peek()?.is_none() {
            return Ok(&[]);
        }
        let at = usize::try_from(self.pos - self.start).unwrap_or(usize::MAX);
        Ok(self.buffer.get(at..).unwrap_or_default())
    }

    fn fill(&mut self) -> Outcome<()> {
        self.buffer.clear();
        self.start = self.pos;
        let mut before = 0;
        for fragment in self.fragments {
            let at = self.start + self.buffer.len() as u64;
            if at >= before && at < before + fragment.len && self.buffer.len() < PIECE {
                let inside = at - before;
                let want = (fragment.len - inside).min((PIECE - self.buffer.len()) as u64);
                let extent = Extent { offset: fragment.offset + inside, len: want };
                self.buffer.extend(self.source.bytes(extent, PIECE)?);
            }
            before += fragment.len;
        }
        Ok(())
    }
}
