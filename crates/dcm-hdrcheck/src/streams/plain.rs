//! Frames of pixels as they are, and deflated (PS3.5 A.4.11, A.4.13): they end with their last pixel.

use std::io::Read;

use dicom_common::code::Outcome;
use flate2::read::DeflateDecoder;

use super::jpeg::behind;
use super::stream::{Foreign, Stream};
use crate::reader::Extent;

/// Bytes that are inflated at a time.
const PIECE: usize = 16 << 10;

/// What is no pixel in a frame of so many bytes.
pub(super) fn foreign(stream: &mut Stream<'_>, bytes: Option<u64>) -> Outcome<Vec<Foreign>> {
    let Some(bytes) = bytes.filter(|bytes| *bytes <= stream.len()) else {
        return Ok(vec![Foreign::Malformed]);
    };
    stream.go_to(bytes);
    Ok(behind(stream)?.into_iter().collect())
}

/// The same of a deflated frame.
pub(super) fn foreign_deflated(
    stream: &mut Stream<'_>,
    bytes: Option<u64>,
) -> Outcome<Vec<Foreign>> {
    let mut inflated = DeflateDecoder::new(Bytes(stream));
    let (mut count, mut piece) = (0, [0; PIECE]);
    loop {
        match inflated.read(&mut piece) {
            Ok(0) => break,
            Ok(more) => count += more as u64,
            Err(_) => return Ok(vec![Foreign::Malformed]),
        }
        if bytes.is_none_or(|bytes| count > bytes.next_multiple_of(2)) {
            return Ok(vec![Foreign::Behind(Extent { offset: 0, len: count })]);
        }
    }
    let used = inflated.total_in();
    if bytes.is_none_or(|bytes| count < bytes) {
        return Ok(vec![Foreign::Malformed]);
    }
    stream.go_to(used);
    Ok(behind(stream)?.into_iter().collect())
}

/// The rest of a stream.
struct Bytes<'a, 'b>(&'a mut Stream<'b>);

impl Read for Bytes<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let failed = |_| std::io::Error::other("the frame cannot be read");
        let rest = self.0.rest_of_buffer().map_err(failed)?;
        let len = rest.len().min(buffer.len());
        let (Some(from), Some(to)) = (rest.get(..len), buffer.get_mut(..len)) else { return Ok(0) };
        to.copy_from_slice(from);
        let next = self.0.pos() + len as u64;
        self.0.go_to(next);
        Ok(len)
    }
}
