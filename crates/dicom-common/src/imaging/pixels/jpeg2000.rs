//! JPEG 2000 (ISO 15444-1) and its high-throughput variant (part 15), decoded by OpenJPEG.

use jpeg2k::{DecodeParameters, Image};

use super::codestream::Codestream;
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
    // Before any memory is taken. The boxes of a file around the codestream, which DICOM does not allow
    // (PS3.5 A.4.4), are not shown to the decoder at all.
    let stream = Codestream::of(encoded).ok_or(wrong)?;
    if (stream.rows, stream.columns, stream.channels) != (rows, columns, channels) {
        return Err(wrong);
    }
    let parameters = DecodeParameters::new().strict(true);
    let image = Image::from_bytes_with(stream.bytes, parameters).map_err(|_| wrong)?;
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
