//! What goes between the two processes: a length, and as many bytes.

use std::io::{self, IoSlice, Read, Write};

/// Stands for a result that there is not.
pub const NONE: u64 = u64::MAX;

/// Writes parts that follow one another as one message: all at once where it fits, as whoever waits wakes
/// for each piece.
pub fn write(to: &mut impl Write, parts: &[&[u8]]) -> io::Result<()> {
    let len: usize = parts.iter().map(|part| part.len()).sum();
    let len = (len as u64).to_le_bytes();
    let pieces = [len.as_slice()].into_iter().chain(parts.iter().copied());
    let mut pieces: Vec<_> = pieces.filter(|p| !p.is_empty()).map(IoSlice::new).collect();
    let mut left = pieces.as_mut_slice();
    while !left.is_empty() {
        match to.write_vectored(left) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => IoSlice::advance_slices(&mut left, written),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Reads a message of `most` bytes at most; `None` for [`NONE`].
pub fn read(from: &mut impl Read, most: usize) -> io::Result<Option<Vec<u8>>> {
    let mut len = [0; 8];
    from.read_exact(&mut len)?;
    let len = u64::from_le_bytes(len);
    if len == NONE {
        return Ok(None);
    }
    let len = usize::try_from(len).ok().filter(|len| *len <= most);
    let mut message = vec![0; len.ok_or(io::ErrorKind::InvalidData)?];
    from.read_exact(&mut message)?;
    Ok(Some(message))
}
