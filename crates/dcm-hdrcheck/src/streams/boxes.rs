//! Boxes, as JPEG 2000, JPEG XL and MP4 have them: a length, a kind, a content.

use dicom_common::code::Outcome;

use super::stream::Stream;
use crate::reader::Extent;

/// A box.
pub(super) struct Boxed {
    pub(super) kind: [u8; 4],
    pub(super) content: Extent,
}

/// The box that begins here and ends before `end`; none where there is none. The content comes next.
pub(super) fn next_box(stream: &mut Stream<'_>, end: u64) -> Outcome<Option<Boxed>> {
    let begin = stream.pos();
    let Some([l0, l1, l2, l3, kind @ ..]) = stream.array::<8>()? else { return Ok(None) };
    let len = match u32::from_be_bytes([l0, l1, l2, l3]) {
        0 => end.saturating_sub(begin),
        1 => stream.array()?.map_or(0, u64::from_be_bytes),
        len => u64::from(len),
    };
    let offset = stream.pos();
    let fits = len >= offset - begin && len <= end.saturating_sub(begin);
    let content = Extent { offset, len: len.saturating_sub(offset - begin) };
    Ok(fits.then_some(Boxed { kind, content }))
}
