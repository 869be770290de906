//! The bytes of one frame, read through a fixed buffer across its fragments.

use std::fs::File;
use std::io::{self, BufRead, Read};
use std::os::unix::fs::FileExt;

use super::edit::Edits;
use super::text;
use crate::code::{Code, Fault, Outcome};
use crate::dataset::Extent;

/// Bytes that are read at once.
const BUFFER: u64 = 64 * 1024;

/// A position in a frame, and what is changed of it.
pub(super) struct Stream<'a> {
    file: &'a File,
    /// The fragments in which the frame can lie.
    items: &'a [Extent],
    /// Index of the fragment that is read next.
    item: usize,
    /// Bytes of this fragment that were read or passed.
    taken: u64,
    buffer: &'a mut Vec<u8>,
    at: usize,
    filled: usize,
    pos: u64,
    /// What is changed so far.
    pub(super) edits: Edits,
}

impl<'a> Stream<'a> {
    /// The stream that begins with the first of these fragments.
    pub(super) fn new(file: &'a File, items: &'a [Extent], buffer: &'a mut Vec<u8>) -> Self {
        let edits = Edits::default();
        Self { file, items, item: 0, taken: 0, buffer, at: 0, filled: 0, pos: 0, edits }
    }

    /// Bytes from the start of the frame to the next one that is read.
    pub(super) fn pos(&self) -> u64 {
        self.pos
    }

    /// The next `N` bytes.
    pub(super) fn take<const N: usize>(&mut self) -> Outcome<[u8; N]> {
        let mut bytes = [0; N];
        self.read_exact(&mut bytes).map_err(|e| fault(&e))?;
        Ok(bytes)
    }

    /// The next byte.
    pub(super) fn byte(&mut self) -> Outcome<u8> {
        let [byte] = self.take()?;
        Ok(byte)
    }

    /// The next two bytes as a number, the most significant first.
    pub(super) fn u16(&mut self) -> Outcome<u16> {
        self.take().map(u16::from_be_bytes)
    }

    /// The next four bytes as a number, the most significant first.
    pub(super) fn u32(&mut self) -> Outcome<u32> {
        self.take().map(u32::from_be_bytes)
    }

    /// The next bytes; only for lengths that a format bounds.
    pub(super) fn bytes(&mut self, len: usize) -> Outcome<Vec<u8>> {
        let mut bytes = vec![0; len];
        self.read_exact(&mut bytes).map_err(|e| fault(&e))?;
        Ok(bytes)
    }

    /// The bytes that follow, without passing them; empty at the end.
    pub(super) fn ahead(&mut self) -> Outcome<&[u8]> {
        self.fill_buf().map_err(|e| fault(&e))
    }

    /// Passes bytes without reading them.
    pub(super) fn skip(&mut self, len: u64) -> Outcome<()> {
        let buffered = (self.filled - self.at).min(usize::try_from(len).unwrap_or(usize::MAX));
        self.consume(buffered);
        let mut left = len - buffered as u64;
        while left > 0 {
            let item = self.items.get(self.item).ok_or(Fault(Code::Stream))?;
            let step = (item.len - self.taken).min(left);
            (self.taken, self.pos, left) = (self.taken + step, self.pos + step, left - step);
            if self.taken == item.len {
                (self.item, self.taken) = (self.item + 1, 0);
            }
        }
        Ok(())
    }

    /// Passes coded image data.
    ///
    /// # Errors
    /// `E_STREAM` where it holds text.
    pub(super) fn skip_coded(&mut self, len: u64) -> Outcome<()> {
        let mut left = len;
        while left > 0 {
            let ahead = self.ahead()?;
            let step = ahead.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            if step == 0 {
                return Err(Fault(Code::Stream));
            }
            text::refuse(ahead.get(..step).unwrap_or_default())?;
            self.consume(step);
            left -= step as u64;
        }
        Ok(())
    }

    /// Passes coded image data and the next byte of this value; false at the end of the frame.
    ///
    /// # Errors
    /// `E_STREAM` where the data holds text.
    pub(super) fn skip_past(&mut self, byte: u8) -> Outcome<bool> {
        loop {
            let ahead = self.ahead()?;
            if ahead.is_empty() {
                return Ok(false);
            }
            let found = memchr::memchr(byte, ahead);
            let step = found.unwrap_or(ahead.len());
            text::refuse(ahead.get(..step).unwrap_or_default())?;
            self.consume(found.map_or(step, |at| at + 1));
            if found.is_some() {
                return Ok(true);
            }
        }
    }

    /// Takes out everything from a place up to here.
    pub(super) fn remove_from(&mut self, start: u64) -> Outcome<()> {
        self.replace_from(start, Vec::new())
    }

    /// Replaces everything from a place up to here.
    pub(super) fn replace_from(&mut self, start: u64, new: Vec<u8>) -> Outcome<()> {
        self.edits.replace(start, self.pos, new)
    }

    /// Passes `len` bytes; false where one of them is not zero.
    pub(super) fn skip_zeros(&mut self, len: u64) -> Outcome<bool> {
        let (mut left, mut zeros) = (len, true);
        while left > 0 {
            let ahead = self.ahead()?;
            let step = ahead.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            if step == 0 {
                return Err(Fault(Code::Stream));
            }
            zeros &= ahead.iter().take(step).all(|b| *b == 0);
            self.consume(step);
            left -= step as u64;
        }
        Ok(zeros)
    }

    /// Whether nothing but zeros follows; they are passed up to where that is seen.
    pub(super) fn rest_is_zero(&mut self) -> Outcome<bool> {
        loop {
            let ahead = self.ahead()?;
            let len = ahead.len();
            if len == 0 {
                return Ok(true);
            }
            if ahead.iter().any(|b| *b != 0) {
                return Ok(false);
            }
            self.consume(len);
        }
    }

    fn load(&mut self) -> io::Result<()> {
        (self.at, self.filled) = (0, 0);
        while let Some(item) = self.items.get(self.item) {
            let want = (item.len - self.taken).min(BUFFER);
            if want == 0 {
                (self.item, self.taken) = (self.item + 1, 0);
                continue;
            }
            let size = usize::try_from(want).unwrap_or(0);
            if self.buffer.len() < size {
                self.buffer.resize(size, 0);
            }
            let part = self.buffer.get_mut(..size).unwrap_or_default();
            self.file.read_exact_at(part, item.offset + self.taken).map_err(|e| {
                // A file that has become shorter, not a stream that is.
                io::Error::other(e)
            })?;
            (self.taken, self.filled) = (self.taken + want, size);
            break;
        }
        Ok(())
    }
}

impl BufRead for Stream<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.filled {
            self.load()?;
        }
        Ok(self.buffer.get(self.at..self.filled).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount;
        self.pos += amount as u64;
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let mut ahead = self.fill_buf()?;
        let read = ahead.read(buf)?;
        self.consume(read);
        Ok(read)
    }
}

/// A stream that ends too early, or cannot be understood, cannot be walked.
fn fault(error: &io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            Fault(Code::Stream)
        }
        _ => Fault(Code::Unreadable),
    }
}
