//! A file to be written: the header in memory, large values as references into the source.

use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::FileExt;

use super::extent::Extent;
use super::splice::Conveyor;

/// An encoded data set: bytes, and the places among them where parts of the source belong.
#[derive(Debug, Default)]
pub struct Encoded {
    /// Everything but what is copied from the source, in order.
    pub(super) bytes: Vec<u8>,
    /// Position in `bytes`, and what of the source comes there; ascending.
    pub(super) splices: Vec<(usize, Extent)>,
}

/// Where extents are copied from.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// An open file: the kernel copies.
    File(&'a File),
    /// An inflated data set.
    Memory(&'a [u8]),
}

impl Encoded {
    /// Length in bytes of the whole file.
    pub fn len(&self) -> u64 {
        self.bytes.len() as u64 + self.splices.iter().map(|(_, e)| e.len).sum::<u64>()
    }

    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The pieces in their order: bytes, then the extent that follows them, if any.
    pub fn pieces(&self) -> impl Iterator<Item = (&[u8], Option<Extent>)> {
        let ends = self.splices.iter().map(|(at, e)| (*at, Some(*e)));
        let ends = ends.chain([(self.bytes.len(), None)]);
        ends.scan(0, |start, (end, extent)| {
            let piece = self.bytes.get(*start..end).unwrap_or_default();
            *start = end;
            Some((piece, extent))
        })
    }

    /// Writes everything to `target`, the extents copied from `source`.
    ///
    /// # Errors
    /// Any error of reading or writing, also a source that has become shorter.
    pub fn write(
        &self,
        source: Source<'_>,
        target: &mut File,
        conveyor: &mut Conveyor,
    ) -> io::Result<()> {
        for (piece, extent) in self.pieces() {
            target.write_all(piece)?;
            match (extent, source) {
                (None, _) => {}
                (Some(e), Source::File(file)) => conveyor.copy(file, e.offset, e.len, target)?,
                (Some(e), Source::Memory(bytes)) => target.write_all(in_memory(bytes, e)?)?,
            }
        }
        Ok(())
    }

    /// Content that is nothing but these bytes.
    pub fn whole(bytes: Vec<u8>) -> Self {
        Self { bytes, splices: Vec::new() }
    }

    /// Whether a file has this length and these bytes wherever they do not come from the source.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn is_in(&self, file: &File) -> io::Result<bool> {
        if file.metadata()?.len() != self.len() {
            return Ok(false);
        }
        let mut at = 0;
        for (piece, extent) in self.pieces() {
            let mut there = vec![0; piece.len()];
            file.read_exact_at(&mut there, at)?;
            if there != piece {
                return Ok(false);
            }
            at += piece.len() as u64 + extent.map_or(0, |e| e.len);
        }
        Ok(true)
    }

    /// Everything in memory, for data sets that are compressed as a whole.
    pub fn to_memory(&self, source: &[u8]) -> io::Result<Vec<u8>> {
        let mut whole = Vec::with_capacity(usize::try_from(self.len()).unwrap_or(0));
        for (piece, extent) in self.pieces() {
            whole.extend_from_slice(piece);
            if let Some(extent) = extent {
                whole.extend_from_slice(in_memory(source, extent)?);
            }
        }
        Ok(whole)
    }
}

fn in_memory(source: &[u8], extent: Extent) -> io::Result<&[u8]> {
    extent.of(source).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}
