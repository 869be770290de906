//! How many lines text takes: not every program makes rows high enough by itself.

use crate::cell::{Cell, Tone};

/// The height of a line, in pixels of 1/96 inch.
pub(super) const HEIGHT: u32 = 20;
/// How many letters are as wide as one of the digits that widths are counted in.
const LETTERS: f64 = 1.1;
/// The file format has no higher rows: 409 points, which are 546 pixels.
const MOST_LINES: u32 = 27;
/// What the button of a filter hides of a header, in characters.
const BUTTON: usize = 3;

/// The lines of a row whose columns have these widths, in characters.
pub(super) fn of_row(cells: &[Cell<'_>], widths: &[f64]) -> u32 {
    let of_cell = |(cell, width): (&Cell<'_>, &f64)| match cell {
        Cell::Text(text, Tone::Note) => of_text(text, (*width * LETTERS) as usize),
        Cell::Text(text, Tone::Header) => of_text(text, (*width as usize).saturating_sub(BUTTON)),
        _ => 1,
    };
    let most = cells.iter().zip(widths).map(of_cell).max().unwrap_or(1);
    most.clamp(1, MOST_LINES)
}

/// The lines of a text in a column of `width` characters.
fn of_text(text: &str, width: usize) -> u32 {
    let width = width.max(1);
    text.split('\n').map(|line| of_line(line, width)).sum()
}

/// Lines are broken between words, and words that are longer than a line within.
fn of_line(line: &str, width: usize) -> u32 {
    let (mut lines, mut used) = (1, 0);
    for word in line.split(' ') {
        let wide = word.chars().map(columns).sum::<usize>();
        let space = usize::from(used > 0);
        if used + space + wide <= width {
            used += space + wide;
        } else {
            lines += u32::from(used > 0) + wide.saturating_sub(1).div_euclid(width) as u32;
            used = wide.saturating_sub(1) % width + 1;
        }
    }
    lines
}

/// A character of East Asian scripts is as wide as two others.
fn columns(c: char) -> usize {
    if c >= '\u{1100}' && !('\u{2000}'..'\u{2E80}').contains(&c) { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_broken_between_words_and_long_words_within() {
        assert_eq!(of_text("", 10), 1);
        assert_eq!(of_text("one two", 7), 1);
        assert_eq!(of_text("one two", 6), 2);
        assert_eq!(of_text("0123456789", 10), 1);
        assert_eq!(of_text("0123456789x", 10), 2);
        assert_eq!(of_text("a 0123456789x", 10), 3);
        assert_eq!(of_text("one\ntwo\n\nthree", 9), 4);
        assert_eq!(of_text("가나다라마", 10), 1);
        assert_eq!(of_text("가나다라마바", 10), 2);
        assert_eq!(of_text("anything", 0), 8);
    }

    #[test]
    fn only_cells_that_are_broken_make_a_row_higher() {
        let long = "some words that are long";
        let row = |tone| of_row(&[Cell::Text(long, tone), Cell::Count(1)], &[10.0, 5.0]);
        assert_eq!(row(Tone::Plain), 1);
        assert_eq!(row(Tone::Note), 3);
        assert!(row(Tone::Header) > 3);
        assert_eq!(of_row(&[Cell::Text(&"x ".repeat(9999), Tone::Note)], &[1.0]), 27);
    }
}
