//! Text from bitmaps of Noto Sans Mono, which are part of the program.

use noto_sans_mono_bitmap::{
    FontWeight, RasterHeight, RasterizedChar, get_raster, get_raster_width,
};

use super::pixels::{Canvas, Color};

/// How large text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Captions, 16 pixels high.
    Small,
    /// Letters and headings, 20 pixels high, bold.
    Large,
}

impl Size {
    fn font(self) -> (FontWeight, RasterHeight) {
        match self {
            Size::Small => (FontWeight::Regular, RasterHeight::Size16),
            Size::Large => (FontWeight::Bold, RasterHeight::Size20),
        }
    }

    /// The height of a line, in pixels.
    pub fn height(self) -> usize {
        self.font().1.val()
    }

    fn raster(self, letter: char) -> Option<RasterizedChar> {
        let (weight, height) = self.font();
        get_raster(letter, weight, height).or_else(|| get_raster('?', weight, height))
    }
}

/// How wide a text is, in pixels.
pub fn width(text: &str, size: Size) -> usize {
    let (weight, height) = size.font();
    text.chars().count() * get_raster_width(weight, height)
}

impl Canvas {
    /// Writes one line with its top left at a place. Letters beyond ASCII become `?`.
    pub fn text(&mut self, left: usize, top: usize, text: &str, size: Size, color: Color) {
        let mut left = left;
        for raster in text.chars().filter_map(|letter| size.raster(letter)) {
            for (row, line) in raster.rows().enumerate() {
                for (column, ink) in line.iter().enumerate().filter(|(_, ink)| **ink > 0) {
                    self.blend(left + column, top + row, color, f32::from(*ink) / 255.0);
                }
            }
            left += raster.width();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_drawn_where_they_are_told_and_unknown_ones_as_question_marks() {
        let draw = |text: &str| {
            let mut canvas = Canvas::new(60, 24, [0; 3]);
            canvas.text(4, 2, text, Size::Small, [255; 3]);
            canvas
        };
        assert!(draw("R").get(0, 0) == Some([0; 3]) && draw("R") != draw("L"));
        assert_eq!(draw("?"), draw("ü"));
        assert_eq!(width("50 mm", Size::Small), 5 * width("R", Size::Small));
    }
}
