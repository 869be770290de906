//! Text on the pixels themselves: rows of strokes that stand out from what is around them.
//!
//! Text is drawn: its strokes have one brightness, sharp edges and a quiet ground, its letters one
//! height and one base line. Anatomy and noise have some of this, but not all of it at once. The
//! picture is cut at several levels of brightness; at each, connected pixels are measured
//! ([`shapes`]), those that could be letters are kept ([`letters`]), and letters that stand in a row
//! make text ([`rows`]). Dark text is bright text of the negative.

mod letters;
mod levels;
mod rows;
mod shapes;

use crate::Grey;
use crate::limits::Limits;
use shapes::Shape;

pub use rows::TextRow;

/// The rows of text in a picture, from top to bottom.
///
/// ```
/// use burned_in::{Grey, text_rows};
///
/// // IIL1LI, in letters of 2 by 8 and 5 by 8 pixels.
/// let mut picture = Grey { rows: 20, columns: 60, pixels: vec![10; 20 * 60] };
/// for (letter, left) in "IIL1LI".chars().zip((4..).step_by(9)) {
///     for row in 6..14 {
///         let width = if letter == 'L' && row > 11 || letter == '1' && row < 7 { 5 } else { 2 };
///         picture.pixels[row * 60 + left..][..width].fill(240);
///     }
/// }
/// let rows = text_rows(&picture);
/// assert_eq!((rows.len(), rows[0].letters), (1, 6));
/// assert_eq!((rows[0].area.top, rows[0].area.bottom), (6, 14));
/// ```
pub fn text_rows(picture: &Grey) -> Vec<TextRow> {
    let mut found: Vec<TextRow> = Vec::new();
    for picture in [picture.clone(), picture.negative()] {
        for cut in Cut::all(&picture) {
            cut.rows(&Limits::SHIPPED).into_iter().for_each(|row| join(&mut found, row));
        }
    }
    found.sort_by_key(|row| (row.area.top, row.area.left));
    found
}

/// A picture cut at one level of brightness: its shapes, of which no limit was asked yet.
#[derive(Debug)]
pub struct Cut<'a> {
    picture: &'a Grey,
    level: u8,
    shapes: Vec<Shape>,
}

impl<'a> Cut<'a> {
    /// A picture at each of its levels, the darkest first.
    pub fn all(picture: &'a Grey) -> impl Iterator<Item = Cut<'a>> {
        levels::levels(picture).into_iter().map(move |level| Cut {
            picture,
            level,
            shapes: shapes::shapes(picture, level),
        })
    }

    /// The rows of bright text at this level, by these limits.
    pub fn rows(&self, limits: &Limits) -> Vec<TextRow> {
        rows::rows(&letters::letters(self.picture, self.level, &self.shapes, limits), limits)
    }
}

/// Adds a row, or makes it one with those that it shares pixels with: one row is found at several
/// levels.
fn join(found: &mut Vec<TextRow>, mut row: TextRow) {
    while let Some(at) = found.iter().position(|other| other.area.meets(&row.area)) {
        let other = found.swap_remove(at);
        row =
            TextRow { area: row.area.joined(&other.area), letters: row.letters.max(other.letters) };
    }
    found.push(row);
}

#[cfg(test)]
mod tests;
