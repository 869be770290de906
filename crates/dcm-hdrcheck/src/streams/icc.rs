//! ICC profiles in streams (ISO 15076-1): whether they are profiles at all.

use dicom_common::code::Outcome;

use super::stream::Stream;

/// Bytes of a profile before its signature.
const BEFORE_SIGNATURE: u64 = 36;
/// Bytes that may follow a profile.
const PADDING: u64 = 3;

/// A profile in the parts that have been seen of it (annex B.4 of ICC.1).
#[derive(Default)]
pub(super) struct Profile {
    /// Bytes that it says it has.
    len: u64,
    /// Bytes of the parts.
    seen: u64,
}

impl Profile {
    /// Takes a part of so many bytes that comes next; whether it can be one.
    pub(super) fn part(&mut self, stream: &mut Stream<'_>, len: u64) -> Outcome<bool> {
        if stream.array()? != Some(*b"ICC_PROFILE\0") {
            return Ok(false);
        }
        let Some([number, _]) = stream.array()? else { return Ok(false) };
        if number == 1 {
            let Some(size) = length(stream)? else { return Ok(false) };
            self.len = size;
        }
        self.seen += len.saturating_sub(14);
        Ok(self.seen <= self.len + PADDING)
    }

    /// Whether the parts are as long together as the first one says.
    pub(super) fn is_whole(&self) -> bool {
        (self.len..=self.len + PADDING).contains(&self.seen)
    }
}

/// The length of the profile that begins here, by its header; none where there is none.
pub(super) fn length(stream: &mut Stream<'_>) -> Outcome<Option<u64>> {
    let begin = stream.pos();
    let Some(len) = stream.array()? else { return Ok(None) };
    stream.go_to(begin + BEFORE_SIGNATURE);
    let signature = stream.array()?;
    Ok((signature == Some(*b"acsp")).then_some(u32::from_be_bytes(len).into()))
}
