//! JPEG 2000 (ISO 15444-1) and its high-throughput variant (part 15), decoded by OpenJPEG.

use jpeg2k::{DecodeParameters, Image};

use super::codec::Samples;
use crate::code::{Code, Fault, Outcome};

/// A frame of one channel.
///
/// # Errors
/// `E_CODEC`, also for streams that end early: by itself OpenJPEG would make up the rest.
pub(super) fn decode(encoded: &[u8], rows: usize, columns: usize) -> Outcome<Samples> {
    let wrong = Fault(Code::Codec);
    // Before any memory is taken for the image.
    if size(encoded) != Some((rows, columns, 1)) {
        return Err(wrong);
    }
    let parameters = DecodeParameters::new().strict(true);
    let image = Image::from_bytes_with(encoded, parameters).map_err(|_| wrong)?;
    let [component] = image.components() else { return Err(wrong) };
    if component.width() as usize != columns || component.height() as usize != rows {
        return Err(wrong);
    }
    let values = component.data().iter().map(|value| *value as u32).collect();
    Ok(Samples { values, precision: component.precision() })
}

/// Rows, columns and channels of a codestream, from its SIZ segment (ISO 15444-1 A.5.1).
fn size(encoded: &[u8]) -> Option<(usize, usize, u16)> {
    // Files put boxes before the codestream.
    let start = encoded.windows(4).position(|w| w == [0xFF, 0x4F, 0xFF, 0x51])?;
    let siz = encoded.get(start + 8..start + 42)?;
    let (words, channels) = siz.as_chunks::<4>();
    let [right, bottom, left, top, ..] = *words else { return None };
    let number = |word: [u8; 4]| u32::from_be_bytes(word);
    let extent = |end, start| usize::try_from(number(end).checked_sub(number(start))?).ok();
    let channels = channels.first_chunk().map(|b| u16::from_be_bytes(*b))?;
    Some((extent(bottom, top)?, extent(right, left)?, channels))
}
