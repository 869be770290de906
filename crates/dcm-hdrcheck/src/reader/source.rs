//! Where the bytes of a file or of an inflated data set are.

use std::fs::File;
use std::os::unix::fs::FileExt;

use dicom_common::code::{Code, Fault, Outcome};

/// A stretch of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// Bytes before it.
    pub offset: u64,
    /// Its length in bytes.
    pub len: u64,
}

impl Extent {
    /// Where it ends.
    pub fn end(self) -> u64 {
        self.offset.saturating_add(self.len)
    }
}

/// Bytes that can be read from any place.
#[derive(Debug)]
pub enum Source {
    /// In memory.
    Memory(Vec<u8>),
    /// In a file of this many bytes.
    File(File, u64),
}

impl Source {
    /// How many bytes it has.
    pub fn size(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::File(_, len) => *len,
        }
    }

    /// Fills a buffer from a place.
    ///
    /// # Errors
    /// `E_TRUNCATED` where the source ends before, `E_UNREADABLE`.
    pub fn read_at(&self, offset: u64, buffer: &mut [u8]) -> Outcome<()> {
        match self {
            Self::Memory(bytes) => {
                let start = usize::try_from(offset).map_err(|_| Fault(Code::Truncated))?;
                let end = start.checked_add(buffer.len()).ok_or(Fault(Code::Truncated))?;
                buffer.copy_from_slice(bytes.get(start..end).ok_or(Fault(Code::Truncated))?);
                Ok(())
            }
            Self::File(file, _) => {
                file.read_exact_at(buffer, offset).map_err(|e| Fault::reading(&e))
            }
        }
    }

    /// The bytes of a stretch, at most `most` of them.
    ///
    /// # Errors
    /// As [`Self::read_at`].
    pub fn bytes(&self, extent: Extent, most: usize) -> Outcome<Vec<u8>> {
        let len = usize::try_from(extent.len).unwrap_or(usize::MAX).min(most);
        let mut bytes = vec![0; len];
        self.read_at(extent.offset, &mut bytes)?;
        Ok(bytes)
    }

    /// Gives a stretch to `piece`, in pieces of which each repeats the last `overlap` bytes of the
    /// one before it, until one gives an answer.
    ///
    /// # Errors
    /// As [`Self::read_at`].
    pub fn pieces<T>(
        &self,
        extent: Extent,
        overlap: usize,
        mut piece: impl FnMut(&[u8]) -> Option<T>,
    ) -> Outcome<Option<T>> {
        if let Self::Memory(bytes) = self {
            let range = usize::try_from(extent.offset).ok().zip(usize::try_from(extent.end()).ok());
            let whole = range.and_then(|(start, end)| bytes.get(start..end));
            return Ok(piece(whole.ok_or(Fault(Code::Truncated))?));
        }
        let mut buffer = vec![0; PIECE + overlap];
        let (mut at, mut kept) = (extent.offset, 0);
        while at < extent.end() {
            let fresh = usize::try_from(extent.end() - at).unwrap_or(usize::MAX).min(PIECE);
            let Some(part) = buffer.get_mut(kept..kept + fresh) else { break };
            self.read_at(at, part)?;
            at += fresh as u64;
            let filled = kept + fresh;
            if let Some(found) = buffer.get(..filled).and_then(&mut piece) {
                return Ok(Some(found));
            }
            kept = filled.min(overlap);
            buffer.copy_within(filled - kept..filled, 0);
        }
        Ok(None)
    }
}

/// Bytes read at a time where much is read.
const PIECE: usize = 256 << 10;

/// A source read from front to back, a buffer of it at a time.
pub(super) struct Window<'a> {
    source: &'a Source,
    buffer: Vec<u8>,
    /// The place of the buffer's first byte.
    start: u64,
}

/// One system call reads a usual header.
const BUFFER: u64 = 16 << 10;

impl<'a> Window<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        Self { source, buffer: Vec::new(), start: 0 }
    }

    /// The bytes at a place, which the source must hold.
    pub(super) fn get(&mut self, at: u64, len: usize) -> Outcome<&[u8]> {
        let truncated = Fault(Code::Truncated);
        let end = at.checked_add(len as u64).filter(|end| *end <= self.source.size());
        let end = end.ok_or(truncated)?;
        if let Source::Memory(bytes) = self.source {
            let range = usize::try_from(at).ok().zip(usize::try_from(end).ok());
            return range.and_then(|(at, end)| bytes.get(at..end)).ok_or(truncated);
        }
        if at < self.start || end > self.start + self.buffer.len() as u64 {
            let want = (len as u64).max(BUFFER).min(self.source.size() - at);
            self.buffer.resize(usize::try_from(want).map_err(|_| Fault(Code::TooLarge))?, 0);
            self.source.read_at(at, &mut self.buffer)?;
            self.start = at;
        }
        let from = usize::try_from(at - self.start).map_err(|_| truncated)?;
        self.buffer.get(from..from + len).ok_or(truncated)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn what_lies_across_two_pieces_is_seen_whole() {
        let mut file = tempfile::tempfile().unwrap();
        let mut bytes = vec![0; 3 * PIECE];
        for at in [PIECE - 2, 2 * PIECE - 1, 3 * PIECE - 4] {
            bytes[at..at + 4].copy_from_slice(b"NAME");
        }
        file.write_all(&bytes).unwrap();
        let len = bytes.len() as u64;
        for source in [Source::File(file, len), Source::Memory(bytes)] {
            let mut seen = 0;
            let extent = Extent { offset: 1, len: len - 1 };
            let found: Option<()> = source
                .pieces(extent, 3, |piece| {
                    seen += piece.windows(4).filter(|w| *w == b"NAME").count();
                    None
                })
                .unwrap();
            assert_eq!((seen, found), (3, None));
        }
    }
}
