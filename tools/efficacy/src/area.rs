//! Rectangles in images.

/// A rectangle, in pixels from the upper left corner of the image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// The first column, from 0 at the left edge of the image.
    pub column: usize,
    /// The first row, from 0 at the upper edge of the image.
    pub row: usize,
    /// How many columns it has.
    pub width: usize,
    /// How many rows it has.
    pub height: usize,
}

impl Area {
    /// Left, top, width and height.
    pub fn numbers(self) -> [usize; 4] {
        [self.column, self.row, self.width, self.height]
    }

    /// Whether a pixel is in it.
    pub fn contains(self, row: usize, column: usize) -> bool {
        (self.row..self.row + self.height).contains(&row)
            && (self.column..self.column + self.width).contains(&column)
    }
}
