//! What stands where the face was.

use std::ops::Range;

use dicom_common::series::{Frame, Image, Modality, PixelFormat};

/// The stored value of air: −1000 HU in CT, no signal in MR; the nearest that can be stored.
fn air(modality: Modality, frame: &Frame, format: &PixelFormat) -> i32 {
    let (lowest, highest) = format.range();
    frame.rescale.invert(in_units(modality)).clamp(lowest, highest)
}

fn in_units(modality: Modality) -> f64 {
    match modality {
        Modality::Ct => -1000.0,
        Modality::Mr => 0.0,
    }
}

/// Overwrites these voxels of a frame with air; tells whether any changed. A padding value stays if
/// it means air or less: it marks what the scanner did not see. All bits that do not belong to the
/// values stay.
pub fn remove(pixels: &mut [u8], runs: &[Range<usize>], image: &Image, frame: &Frame) -> bool {
    let format = &image.format;
    let size = format.bytes();
    let fill = air(image.modality, frame, format);
    let padding = frame.padding.filter(|(first, last)| first == last).map(|(value, _)| value);
    let stays = padding
        .filter(|value| f64::from(frame.rescale.apply(*value)) <= in_units(image.modality))
        .unwrap_or(fill);
    let mut changed = false;
    for run in runs {
        let Some(run) = pixels.get_mut(run.start * size..run.end * size) else { continue };
        for sample in run.chunks_exact_mut(size) {
            let value = format.value(format.read(sample));
            if value != fill && value != stays {
                format.write(sample, fill);
                changed = true;
            }
        }
    }
    changed
}
