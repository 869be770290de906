//! Where the samples of a pixel stand in a frame (PS3.3 C.7.6.3.1.3).

use dicom_common::imaging::pixels::{Colour, Layout};

/// The indices of samples in a decoded frame.
pub struct SampleIndex {
    /// Samples of a pixel.
    channels: usize,
    /// Samples from one channel to the next, where each channel is a plane of its own.
    plane: Option<usize>,
    /// Whether two pixels share their chroma.
    halved: bool,
}

impl SampleIndex {
    /// In frames of this layout.
    pub fn of_layout(layout: &Layout) -> SampleIndex {
        SampleIndex {
            channels: layout.samples(),
            plane: layout.planar.then(|| layout.pixels()),
            halved: layout.colour == Colour::YbrHalved,
        }
    }

    /// The sample of a channel of a pixel; pixels are counted row by row from 0.
    pub fn of(&self, pixel: usize, channel: usize) -> usize {
        match (self.plane, self.halved, channel) {
            // Two pixels of a row: Y Y B R.
            (_, true, 0) => pixel / 2 * 4 + pixel % 2,
            (_, true, _) => pixel / 2 * 4 + 1 + channel,
            (Some(plane), ..) => channel * plane + pixel,
            (None, ..) => pixel * self.channels + channel,
        }
    }
}
