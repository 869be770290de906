//! Text in pixels.

use noto_sans_mono_bitmap::{FontWeight, RasterHeight, get_raster};

use crate::area::Area;
use crate::image::Image;
use crate::ink::Ink;

use super::draft::Draft;

/// Where a line of text starts: its left upper corner, in pixels from that of the image.
#[derive(Debug, Clone, Copy)]
pub struct Corner {
    /// Pixels from the left edge of the image.
    pub left: usize,
    /// Pixels from its upper edge.
    pub top: usize,
}

/// Writes a line on every frame, and requires that it is hidden.
pub fn line(draft: &mut Draft, image: &mut Image, text: &str, at: Corner, ink: Ink) {
    let area = write(image, text, at, RasterHeight::Size16, ink);
    draft.require_hidden(text, area, ink);
}

/// The same in larger letters.
pub fn large(draft: &mut Draft, image: &mut Image, text: &str, at: Corner, ink: Ink) {
    let area = write(image, text, at, RasterHeight::Size20, ink);
    draft.require_hidden(text, area, ink);
}

/// Writes from the left upper corner on; the smallest rectangle with all of the ink.
pub fn write(image: &mut Image, text: &str, at: Corner, height: RasterHeight, ink: Ink) -> Area {
    let mut inked: Vec<(usize, usize)> = Vec::new();
    let mut column = at.left;
    for c in text.chars() {
        let Some(glyph) = get_raster(c, FontWeight::Bold, height) else { continue };
        for (row, line) in glyph.rows().enumerate() {
            let dark = line.iter().enumerate().filter(|&(_, &coverage)| coverage > 110);
            inked.extend(dark.map(|(offset, _)| (at.top + row, column + offset)));
        }
        column += glyph.width();
    }
    inked.retain(|&(row, column)| row < image.rows && column < image.columns);
    let frame = image.frame().max(1);
    let ink: Vec<u16> = ink.values().collect();
    let offsets: Vec<_> = inked
        .iter()
        .flat_map(|&(row, column)| (0..image.samples).map(move |sample| (row, column, sample)))
        .map(|(row, column, sample)| (image.offset(row, column, sample), sample))
        .collect();
    for frame in image.values.chunks_exact_mut(frame) {
        for &(offset, sample) in &offsets {
            if let (Some(value), Some(&ink)) = (frame.get_mut(offset), ink.get(sample)) {
                *value = ink;
            }
        }
    }
    around(&inked)
}

fn around(pixels: &[(usize, usize)]) -> Area {
    let rows = || pixels.iter().map(|&(row, _)| row);
    let columns = || pixels.iter().map(|&(_, column)| column);
    let [row, column] = [rows().min(), columns().min()].map(Option::unwrap_or_default);
    let [last_row, last_column] = [rows().max(), columns().max()].map(Option::unwrap_or_default);
    Area { column, row, width: last_column + 1 - column, height: last_row + 1 - row }
}
