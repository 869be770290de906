//! Rectangles of pixels, as users and scripts give them.

use std::str::FromStr;

/// A rectangle as it is given: it may reach over the image. A negative `x` or `y` counts from the right
/// or the lower edge, as in scripts of CTP.
///
/// ```
/// use burned_in::{Area, Rectangle};
///
/// let lower_edge: Rectangle = "0,-30,400,30".parse().unwrap();
/// let area = Area { left: 0, right: 320, top: 210, bottom: 240 };
/// assert_eq!(lower_edge.within(240, 320), Some(area));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rectangle {
    /// Left edge, in columns.
    pub x: i64,
    /// Upper edge, in rows.
    pub y: i64,
    /// Its width, in columns.
    pub width: i64,
    /// Its height, in rows.
    pub height: i64,
}

/// A rectangle inside an image: half-open ranges of columns and rows, not empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Its first column, from 0.
    pub left: usize,
    /// The column behind its last.
    pub right: usize,
    /// Its first row, from 0.
    pub top: usize,
    /// The row behind its last.
    pub bottom: usize,
}

impl Rectangle {
    /// What of it lies in an image of this size.
    pub fn within(&self, rows: usize, columns: usize) -> Option<Area> {
        let (left, right) = range(self.x, self.width, columns)?;
        let (top, bottom) = range(self.y, self.height, rows)?;
        Some(Area { left, right, top, bottom })
    }
}

/// The part of a length that lies in an image of `size` columns or rows: its start and what is behind it.
fn range(start: i64, len: i64, size: usize) -> Option<(usize, usize)> {
    let size = i64::try_from(size).ok()?;
    let start = if start < 0 { size.saturating_add(start) } else { start };
    let end = start.saturating_add(len).clamp(0, size);
    let start = start.clamp(0, size);
    if start < end { Some((start as usize, end as usize)) } else { None }
}

impl Area {
    /// Whether a pixel lies in it.
    pub fn holds(&self, row: usize, column: usize) -> bool {
        (self.top..self.bottom).contains(&row) && (self.left..self.right).contains(&column)
    }

    /// Larger by so many pixels on each side, within an image of this size.
    pub fn grown(&self, by: usize, rows: usize, columns: usize) -> Area {
        Area {
            left: self.left.saturating_sub(by),
            right: (self.right + by).min(columns),
            top: self.top.saturating_sub(by),
            bottom: (self.bottom + by).min(rows),
        }
    }

    /// The smallest area that holds both.
    pub fn joined(&self, other: &Area) -> Area {
        Area {
            left: self.left.min(other.left),
            right: self.right.max(other.right),
            top: self.top.min(other.top),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Whether they share a pixel.
    pub fn meets(&self, other: &Area) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether it holds no pixel.
    pub fn is_empty(&self) -> bool {
        self.left >= self.right || self.top >= self.bottom
    }

    /// How many columns it has.
    pub fn width(&self) -> usize {
        self.right.saturating_sub(self.left)
    }

    /// How many rows it has.
    pub fn height(&self) -> usize {
        self.bottom.saturating_sub(self.top)
    }
}

impl FromStr for Rectangle {
    type Err = String;

    /// `x,y,width,height`.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "four whole numbers: x,y,width,height".to_owned();
        let numbers: Vec<i64> = text
            .split(',')
            .map(|number| number.trim().parse().map_err(|_| wrong()))
            .collect::<Result<_, _>>()?;
        let [x, y, width, height] = *numbers else { return Err(wrong()) };
        if width < 1 || height < 1 {
            return Err("width and height of at least 1".into());
        }
        Ok(Rectangle { x, y, width, height })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reaches_over_the_image_is_clipped_and_what_lies_outside_is_nothing() {
        let within = |text: &str| text.parse::<Rectangle>().unwrap().within(100, 50);
        let area = |left, right, top, bottom| Some(Area { left, right, top, bottom });
        assert_eq!(within("0,0,50,100"), area(0, 50, 0, 100));
        assert_eq!(within("40, 90, 512, 200"), area(40, 50, 90, 100));
        assert_eq!(within("-10,-5,10,5"), area(40, 50, 95, 100));
        assert_eq!(within("50,0,10,10"), None);
        assert_eq!(within("0,100,9223372036854775807,1"), None);
        assert_eq!(within("-60,0,20,1"), area(0, 10, 0, 1));
    }

    #[test]
    fn what_is_no_rectangle_is_refused() {
        for text in ["", "1,2,3", "1,2,3,4,5", "a,0,1,1", "0,0,0,5", "0,0,5,-1", "0,0,1.5,2"] {
            assert!(text.parse::<Rectangle>().is_err(), "{text}");
        }
    }
}
