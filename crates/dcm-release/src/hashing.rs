//! Writing with a hash of what was written.

use std::io::{self, Read, Write};

use sha2::{Digest, Sha256};

/// What went through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Content {
    /// Length in bytes.
    pub bytes: u64,
    /// SHA-256.
    pub sha256: [u8; 32],
}

/// A stream that remembers the hash of what goes through it.
#[derive(Debug)]
pub struct Hashing<S> {
    stream: S,
    hash: Sha256,
    bytes: u64,
}

impl<S> Hashing<S> {
    /// Through this stream.
    pub fn new(stream: S) -> Self {
        Self { stream, hash: Sha256::new(), bytes: 0 }
    }

    /// What went through so far.
    pub fn content(&self) -> Content {
        Content { bytes: self.bytes, sha256: self.hash.clone().finalize().into() }
    }

    fn admit(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
    }
}

impl<W: Write> Hashing<W> {
    /// Sends everything on its way.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> io::Result<Content> {
        self.stream.flush()?;
        Ok(self.content())
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.stream.write(bytes)?;
        self.admit(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.admit(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}
