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

use crate::{Area, Grey};
use rows::Row;

/// A row of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextRow {
    /// Where it is.
    pub area: Area,
    /// How many letters were told apart.
    pub letters: usize,
}

/// The rows of text in a picture, from top to bottom.
pub fn text_rows(picture: &Grey) -> Vec<TextRow> {
    let mut found: Vec<TextRow> = Vec::new();
    for picture in [picture.clone(), picture.negative()] {
        for level in levels::levels(&picture) {
            let shapes = shapes::shapes(&picture, level);
            let letters = letters::letters(&picture, level, &shapes);
            for Row { area, letters } in rows::rows(&letters) {
                join(&mut found, TextRow { area, letters });
            }
        }
    }
    found.sort_by_key(|row| (row.area.top, row.area.left));
    found
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
