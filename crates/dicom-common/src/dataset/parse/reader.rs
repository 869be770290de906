//! Bytes from a source of known length, never more than there are.

use std::io::{BufRead, BufReader, Read, Seek};

use super::limits::ReadLimits;
use crate::code::{Code, Fault, Outcome};

/// One system call reads a usual header.
const BUFFER: usize = 16 * 1024;

/// A position in a source, and what was taken from it so far.
pub(super) struct Reader<'a, R> {
    /// The file, or an inflated data set.
    pub(super) source: BufReader<R>,
    /// Bytes from the start of the source to the next one that is read.
    pub(super) pos: u64,
    /// Bytes of the source.
    pub(super) len: u64,
    /// What may be taken from it at most.
    pub(super) limits: &'a ReadLimits,
    /// Bytes of values taken so far.
    memory: u64,
    /// Elements and items taken so far.
    elements: usize,
}

impl<'a, R: Read + Seek> Reader<'a, R> {
    pub(super) fn new(source: R, len: u64, limits: &'a ReadLimits) -> Self {
        let source = BufReader::with_capacity(BUFFER, source);
        Self { source, pos: 0, len, limits, memory: 0, elements: 0 }
    }

    /// Counts an element or item against the limit.
    pub(super) fn count(&mut self) -> Outcome<()> {
        self.elements += 1;
        if self.elements > self.limits.elements { Err(Fault(Code::TooLarge)) } else { Ok(()) }
    }

    /// The next `N` bytes.
    pub(super) fn take<const N: usize>(&mut self) -> Outcome<[u8; N]> {
        let mut bytes = [0; N];
        self.source.read_exact(&mut bytes).map_err(|e| Fault::reading(&e))?;
        self.pos += N as u64;
        Ok(bytes)
    }

    /// The next `N` bytes without passing them; `None` where there are not so many.
    pub(super) fn peek<const N: usize>(&mut self) -> Outcome<Option<[u8; N]>> {
        if self.pos + N as u64 > self.len {
            return Ok(None);
        }
        let bytes = self.take()?;
        self.source.seek_relative(-(N as i64)).map_err(|e| Fault::reading(&e))?;
        self.pos -= N as u64;
        Ok(Some(bytes))
    }

    /// Passes bytes without reading them.
    pub(super) fn skip(&mut self, len: u64) -> Outcome<()> {
        let by = i64::try_from(len).map_err(|_| Fault(Code::Malformed))?;
        self.source.seek_relative(by).map_err(|e| Fault::reading(&e))?;
        self.pos += len;
        Ok(())
    }

    /// The next bytes, counted against the memory that values may take.
    pub(super) fn value(&mut self, len: u64) -> Outcome<Vec<u8>> {
        self.memory += len;
        if self.memory > self.limits.memory {
            return Err(Fault(Code::TooLarge));
        }
        let size = usize::try_from(len).map_err(|_| Fault(Code::TooLarge))?;
        if let Some(bytes) = self.source.buffer().get(..size).map(<[u8]>::to_vec) {
            self.source.consume(size);
            self.pos += len;
            return Ok(bytes);
        }
        let mut bytes = vec![0; size];
        self.source.read_exact(&mut bytes).map_err(|e| Fault::reading(&e))?;
        self.pos += len;
        Ok(bytes)
    }
}
