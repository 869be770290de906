//! Frames as pictures of 8-bit brightness, in which text is looked for.

use dicom_common::imaging::pixels::{Colour, Layout};

use crate::palette::Palette;
use crate::samples::SampleIndex;

/// A picture of brightness: 0 is dark, 255 is bright.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grey {
    /// Its height in pixels.
    pub rows: usize,
    /// Its width in pixels.
    pub columns: usize,
    /// The brightness of the pixels, row by row from the top.
    pub pixels: Vec<u8>,
}

/// Of a thousand pixels so many may be brighter or darker than the range that is shown: single
/// outliers must not flatten everything else.
const OUTLIERS: f64 = 0.5;

impl Grey {
    /// The brightness of a decoded frame. Samples of more than 8 bits are spread over the range that
    /// they use; MONOCHROME1 is turned.
    pub fn of(frame: &[u8], layout: &Layout, palette: Option<&Palette>) -> Grey {
        let values = brightness(frame, layout, palette);
        let spread = layout.format.stored > 8 && layout.colour != Colour::Palette;
        let (low, high) = if spread { range(&values) } else { (0, 255) };
        let scale = 255.0 / f64::from((high - low).max(1));
        let shown = |value: i32| {
            let value = f64::from(value.saturating_sub(low)) * scale;
            let value = value.round().clamp(0.0, 255.0) as u8;
            if layout.format.inverted { 255 - value } else { value }
        };
        let pixels = values.into_iter().map(shown).collect();
        Grey { rows: layout.rows, columns: layout.columns, pixels }
    }

    /// The same with dark and bright exchanged.
    pub fn negative(&self) -> Grey {
        Grey { pixels: self.pixels.iter().map(|p| 255 - p).collect(), ..*self }
    }

    /// The pixels of a row; none beyond the picture.
    pub fn row(&self, row: usize) -> &[u8] {
        let start = row * self.columns;
        self.pixels.get(start..start + self.columns).unwrap_or_default()
    }
}

/// The value of each pixel, in the units of its samples or of the palette.
fn brightness(frame: &[u8], layout: &Layout, palette: Option<&Palette>) -> Vec<i32> {
    let format = &layout.format;
    let indices = SampleIndex::of_layout(layout);
    let size = format.bytes();
    let sample = |at: usize| {
        let bytes = frame.get(at * size..(at + 1) * size).unwrap_or_default();
        format.value(format.read(bytes))
    };
    let pixel = |pixel: usize| match (layout.colour, palette) {
        (Colour::Palette, Some(palette)) => palette.brightness(sample(pixel)),
        (Colour::Rgb | Colour::YbrReversible, _) => {
            let [r, g, b] = [0, 1, 2].map(|channel| i64::from(sample(indices.of(pixel, channel))));
            // Luminance by ITU-R BT.601.
            ((299 * r + 587 * g + 114 * b) / 1000) as i32
        }
        _ => sample(indices.of(pixel, 0)),
    };
    (0..layout.pixels()).map(pixel).collect()
}

/// The lowest and the highest value that is no outlier.
fn range(values: &[i32]) -> (i32, i32) {
    let mut sorted = values.to_vec();
    let outliers = (values.len() as f64 * OUTLIERS / 1000.0) as usize;
    let mut nth = |at: usize| {
        let at = at.min(sorted.len().saturating_sub(1));
        if sorted.is_empty() { 0 } else { *sorted.select_nth_unstable(at).1 }
    };
    let (low, high) = (nth(outliers), nth(values.len().saturating_sub(outliers + 1)));
    // So that the difference of the two can be told.
    (low.max(i32::MIN / 2), high.min(i32::MAX / 2))
}
