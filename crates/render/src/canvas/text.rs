//! Text from bitmaps that are part of the program: Noto Sans Mono, and the Korean syllables of captions.

use noto_sans_mono_bitmap::{FontWeight, RasterHeight, RasterizedChar, get_raster};

use super::hangul;
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

    fn letter(self, letter: char) -> Option<Letter> {
        let (weight, height) = self.font();
        let latin = |letter| get_raster(letter, weight, height).map(Letter::Latin);
        latin(letter).or_else(|| hangul::rows(letter).map(Letter::Syllable)).or_else(|| latin('?'))
    }
}

/// What is drawn of a letter.
enum Letter {
    Latin(RasterizedChar),
    Syllable([u16; hangul::SIDE]),
}

impl Letter {
    fn width(&self) -> usize {
        match self {
            Letter::Latin(raster) => raster.width(),
            Letter::Syllable(_) => hangul::SIDE,
        }
    }
}

/// Whether a letter is drawn as itself, in any size.
pub fn has_letter(letter: char) -> bool {
    let (weight, height) = Size::Small.font();
    get_raster(letter, weight, height).is_some() || hangul::rows(letter).is_some()
}

/// How wide a text is, in pixels.
pub fn width(text: &str, size: Size) -> usize {
    text.chars().filter_map(|letter| size.letter(letter)).map(|letter| letter.width()).sum()
}

impl Canvas {
    /// Writes one line with its top left at a place. Letters beyond ASCII become `?`, but for the Korean syllables of
    /// captions.
    pub fn text(&mut self, left: usize, top: usize, text: &str, size: Size, color: Color) {
        let mut left = left;
        for letter in text.chars().filter_map(|letter| size.letter(letter)) {
            match &letter {
                Letter::Latin(raster) => self.latin(left, top, raster, color),
                // In the middle of the line.
                Letter::Syllable(rows) => {
                    let top = top + size.height().saturating_sub(hangul::SIDE) / 2;
                    self.syllable(left, top, rows, color);
                }
            }
            left += letter.width();
        }
    }

    fn latin(&mut self, left: usize, top: usize, raster: &RasterizedChar, color: Color) {
        for (row, line) in raster.rows().enumerate() {
            for (column, ink) in line.iter().enumerate().filter(|(_, ink)| **ink > 0) {
                self.blend(left + column, top + row, color, f32::from(*ink) / 255.0);
            }
        }
    }

    fn syllable(&mut self, left: usize, top: usize, rows: &[u16; hangul::SIDE], color: Color) {
        for (row, bits) in rows.iter().enumerate() {
            let set = |column: &usize| bits & (0x8000 >> column) != 0;
            for column in (0..hangul::SIDE).filter(set) {
                self.blend(left + column, top + row, color, 1.0);
            }
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
        // A syllable is drawn to its edge, before what follows it.
        let latin = width("R", Size::Small);
        assert!(draw("상") != draw("?") && draw("뷁") == draw("?"));
        assert_eq!(width("상R", Size::Small), 16 + latin);
        let (both, shifted) = (draw("상R"), draw("R"));
        for (column, row) in (0..latin).flat_map(|column| (0..24).map(move |row| (column, row))) {
            assert_eq!(both.get(4 + 16 + column, row), shifted.get(4 + column, row));
        }
    }
}
