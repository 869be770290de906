//! What stands where the face was.

use std::ops::Range;

use dicom_common::imaging::series::{Frame, Image, Modality, PixelFormat};

/// How a frame's voxels are overwritten with air.
pub struct Fill {
    /// The layout of its samples.
    format: PixelFormat,
    /// The stored value of air, or the nearest that can be stored.
    air: i32,
    /// A padding value that means air or less: it marks what the scanner did not see, and stays.
    padding: i32,
}

/// Air in rescaled units: HU in CT, no signal in MR.
pub fn air(modality: Modality) -> f64 {
    match modality {
        Modality::Ct => -1000.0,
        Modality::Mr | Modality::Pt | Modality::Nm => 0.0,
    }
}

impl Fill {
    /// For a frame of an image.
    pub fn of(image: &Image, frame: &Frame) -> Self {
        let units = air(image.modality);
        let format = image.format;
        let (lowest, highest) = format.range();
        let air = frame.rescale.invert(units).clamp(lowest, highest);
        // One padding value is the same in all voxels and shows nothing, so it may stay. The values
        // of a padding range differ from voxel to voxel, and what was there could be seen in them.
        let padding = frame.padding.filter(|p| p.lowest == p.highest).map(|p| p.lowest);
        let padding = padding.filter(|value| f64::from(frame.rescale.apply(*value)) <= units);
        Self { format, air, padding: padding.unwrap_or(air) }
    }

    /// Overwrites these voxels of a frame; tells whether any changed. Bits that do not belong to the
    /// values stay.
    pub fn remove(&self, pixels: &mut [u8], runs: &[Range<usize>]) -> bool {
        let size = self.format.bytes();
        let mut changed = false;
        for run in runs {
            let Some(run) = pixels.get_mut(run.start * size..run.end * size) else { continue };
            for sample in run.chunks_exact_mut(size) {
                let value = self.format.value(self.format.read(sample));
                if value != self.air && value != self.padding {
                    self.format.write(sample, self.air);
                    changed = true;
                }
            }
        }
        changed
    }
}
