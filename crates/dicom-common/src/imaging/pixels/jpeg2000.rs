//! JPEG 2000 (ISO 15444-1) and its high-throughput variant (part 15), decoded by OpenJPEG.

use jpeg2k::{DecodeParameters, Image};

use super::layout::Layout;
use super::samples::Samples;
use crate::code::{Code, Fault, Outcome};

/// A frame, as the codestream says: colour as RGB.
///
/// # Errors
/// `E_CODEC`, also for streams that end early: by itself OpenJPEG would make up the rest.
pub(super) fn decode(encoded: &[u8], declared: &Layout) -> Outcome<Samples> {
    let wrong = Fault(Code::Codec);
    let Layout { rows, columns, .. } = *declared;
    let channels = declared.samples();
    // Before any memory is taken for the image.
    let declares =
        |size: Size| (size.rows, size.columns, size.channels) == (rows, columns, channels);
    if !size(encoded).is_some_and(declares) {
        return Err(wrong);
    }
    let parameters = DecodeParameters::new().strict(true);
    let image = Image::from_bytes_with(encoded, parameters).map_err(|_| wrong)?;
    let components = image.components();
    let precision = components.first().map_or(0, |c| c.precision());
    let alike = components.iter().all(|c| {
        (c.width() as usize, c.height() as usize, c.precision()) == (columns, rows, precision)
    });
    if components.len() != channels || !alike {
        return Err(wrong);
    }
    let mut values = vec![0; declared.pixels() * channels];
    for (channel, component) in components.iter().enumerate() {
        let places = values.iter_mut().skip(channel).step_by(channels);
        for (place, value) in places.zip(component.data()) {
            *place = *value as u32;
        }
    }
    Ok(Samples { values, precision })
}

/// The size of a codestream's image.
struct Size {
    rows: usize,
    columns: usize,
    channels: usize,
}

/// What a codestream says in its SIZ segment (ISO 15444-1 A.5.1).
fn size(encoded: &[u8]) -> Option<Size> {
    // Files put boxes before the codestream.
    let start = encoded.windows(4).position(|w| w == [0xFF, 0x4F, 0xFF, 0x51])?;
    let siz = encoded.get(start + 8..start + 42)?;
    let (words, channels) = siz.as_chunks::<4>();
    let [right, bottom, left, top, ..] = *words else { return None };
    let number = |word: [u8; 4]| u32::from_be_bytes(word);
    let extent = |end, start| usize::try_from(number(end).checked_sub(number(start))?).ok();
    let channels = channels.first_chunk().map(|b| u16::from_be_bytes(*b))?;
    Some(Size {
        rows: extent(bottom, top)?,
        columns: extent(right, left)?,
        channels: channels.into(),
    })
}
