//! One frame, walked by the rules of its format.

use super::described::Described;
use super::format::Format;
use super::stream::Stream;
use super::{deflated, jp2, jpeg, mpeg2, nal, rle};
use crate::code::Outcome;

/// Walks to the end of a frame; gives how many frames the stream holds.
///
/// # Errors
/// `E_STREAM`, `E_TOO_LARGE`, `E_UNREADABLE`.
pub(super) fn walk(stream: &mut Stream<'_>, format: Format, described: Described) -> Outcome<u64> {
    match format {
        Format::Uncompressed => stream.skip(described.length)?,
        Format::Deflated => deflated::walk(stream, described.length)?,
        Format::Rle => rle::walk(stream, described)?,
        Format::Jpeg => jpeg::walk(stream, jpeg::Kind::Jpeg)?,
        Format::JpegLs => jpeg::walk(stream, jpeg::Kind::JpegLs)?,
        Format::Jpeg2000 => drop(jp2::walk(stream, jp2::Part::One)?),
        Format::Jpeg2000Part2 => {
            let components = jp2::walk(stream, jp2::Part::Two)?;
            return Ok((components / described.samples.max(1)).max(1));
        }
        Format::Mpeg2 => mpeg2::walk(stream)?,
        Format::H264 => nal::walk(stream, nal::Kind::H264)?,
        Format::H265 => nal::walk(stream, nal::Kind::H265)?,
    }
    Ok(1)
}
