//! The pixels of a picture, and what is drawn on them.

use std::io;

use crate::image::{Image, encode};

/// Red, green and blue, 0 to 255.
pub type Color = [u8; 3];

/// A coloured picture. Positions are column and row in pixels from the top left; what lies outside
/// is not drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Canvas {
    /// Its width, in pixels.
    width: usize,
    /// Its height, in pixels.
    height: usize,
    /// Its colours, row by row from the top.
    pixels: Vec<Color>,
}

/// A rectangle of pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// Its first column, from 0.
    pub left: usize,
    /// Its first row, from 0.
    pub top: usize,
    /// How many columns it has.
    pub width: usize,
    /// How many rows it has.
    pub height: usize,
}

impl Canvas {
    /// A canvas of one colour.
    pub fn new(width: usize, height: usize, color: Color) -> Self {
        Self { width, height, pixels: vec![color; width * height] }
    }

    /// A canvas of pixels, row by row from the top; missing ones are black.
    pub fn from_pixels(width: usize, height: usize, mut pixels: Vec<Color>) -> Self {
        pixels.resize(width * height, [0; 3]);
        Self { width, height, pixels }
    }

    /// Its width, in pixels.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Its height, in pixels.
    pub fn height(&self) -> usize {
        self.height
    }

    /// The colour of a pixel.
    pub fn get(&self, column: usize, row: usize) -> Option<Color> {
        self.row(row)?.get(column).copied()
    }

    /// Lays a colour over a pixel; a `cover` of 0 changes nothing, 1 replaces.
    pub fn blend(&mut self, column: usize, row: usize, color: Color, cover: f32) {
        let start = row * self.width;
        let pixel = self.pixels.get_mut(start..start + self.width).and_then(|r| r.get_mut(column));
        if let Some(pixel) = pixel {
            *pixel = mix(*pixel, color, cover);
        }
    }

    /// Fills a rectangle.
    pub fn fill(&mut self, area: Area, color: Color) {
        for row in area.top..area.top + area.height {
            for column in area.left..area.left + area.width {
                self.blend(column, row, color, 1.0);
            }
        }
    }

    /// Draws a line of one pixel along the inner edge of a rectangle.
    pub fn outline(&mut self, area: Area, color: Color) {
        let Area { left, top, width, height } = area;
        let (right, bottom) = ((left + width).max(1) - 1, (top + height).max(1) - 1);
        self.fill(Area { height: 1, ..area }, color);
        self.fill(Area { width: 1, ..area }, color);
        self.fill(Area { top: bottom, height: 1, ..area }, color);
        self.fill(Area { left: right, width: 1, ..area }, color);
    }

    /// Copies another picture to a place.
    pub fn paste(&mut self, left: usize, top: usize, picture: &Canvas) {
        for row in 0..picture.height {
            for (column, color) in picture.row(row).into_iter().flatten().enumerate() {
                self.blend(left + column, top + row, *color, 1.0);
            }
        }
    }

    /// The picture as a PNG file. The same picture gives the same bytes.
    ///
    /// # Errors
    /// When it has no pixels, or more than the file format can hold.
    pub fn png(&self) -> io::Result<Vec<u8>> {
        encode(self.width, self.height, png::ColorType::Rgb, self.pixels.as_flattened())
    }

    fn row(&self, row: usize) -> Option<&[Color]> {
        self.pixels.get(row * self.width..(row + 1) * self.width)
    }
}

impl From<&Image> for Canvas {
    fn from(image: &Image) -> Self {
        let pixels = image.pixels.iter().map(|gray| [*gray; 3]).collect();
        Self::from_pixels(image.width, image.height, pixels)
    }
}

/// One colour over another.
pub fn mix(under: Color, over: Color, cover: f32) -> Color {
    let cover = cover.clamp(0.0, 1.0);
    let [a, b, c] = under;
    let [d, e, f] = over;
    [(a, d), (b, e), (c, f)].map(|(under, over)| {
        let (under, over) = (f32::from(under), f32::from(over));
        (under + (over - under) * cover).round() as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_drawn_outside() {
        let mut canvas = Canvas::new(4, 3, [9; 3]);
        canvas.blend(4, 0, [255; 3], 1.0);
        canvas.blend(0, 3, [255; 3], 1.0);
        assert_eq!(canvas, Canvas::new(4, 3, [9; 3]));
        canvas.fill(Area { left: 2, top: 1, width: 9, height: 9 }, [1; 3]);
        assert_eq!(canvas.get(3, 2), Some([1; 3]));
        assert_eq!(canvas.get(1, 2), Some([9; 3]));
    }

    #[test]
    fn colours_mix() {
        assert_eq!(mix([0, 100, 255], [255, 100, 55], 0.5), [128, 100, 155]);
    }
}
