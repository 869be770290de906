//! Rectangles in images.

/// A rectangle, in pixels from the upper left corner of the image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// Left edge.
    pub column: usize,
    /// Upper edge.
    pub row: usize,
    /// Columns.
    pub width: usize,
    /// Rows.
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
